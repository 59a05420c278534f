import { useMemo } from 'react'
import { visibleText } from '../../../format/visibleText.ts'
import { dockerfileLines } from '../../../image/dockerfile.ts'
import type { HistoryEntry, ImageConfig } from '../../../image/imageConfig.ts'
import { type LayerRow, matchHistory } from '../../../image/layerRows.ts'
import type { Schema1Image } from '../../../image/schema1.ts'
import { DigestMark } from '../../../components/DigestMark.tsx'
import type { Descriptor } from '../../../registry/manifest.ts'
import { Cell } from '../../../ui/cells.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { fits, useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { useImageSearch } from '../imageSearch.tsx'
import { PlainTable } from '../shared/PlainTable.tsx'
import { Command, DockerfileSection } from './Dockerfile.tsx'
import { LayerPanel } from './LayerPanel.tsx'
import { LayerTable, NUMBER_COLUMN } from './LayerTable.tsx'

/** Layers with the history entries that made them, and the Dockerfile that these were. */
export function LayersView({
  layers,
  config,
}: {
  layers: readonly Descriptor[]
  config: ImageConfig | undefined
}) {
  const history = config?.history ?? NO_HISTORY
  const { rows, isMatched } = useMemo(() => matchHistory(history, layers), [history, layers])
  const { layer, step } = useImageSearch()
  const isWide = fits(useBreakpoint(), 'lg')
  const named = rows.find((row) =>
    layer === undefined ? row.step === step && step !== undefined : row.layer?.number === layer,
  )
  // Beside the table there is room for one from the start: the largest.
  const selected = named ?? (isWide ? largest(rows) : undefined)
  const panel = selected && <LayerPanel row={selected} diffIds={config?.diffIds ?? []} />
  return (
    <>
      {rows.length > 0 && history.length > 0 && !isMatched && (
        <Notice
          className="mb-4"
          title={`${history.length} history entries do not fit ${layers.length} layers`}
        >
          The builder wrote a history of its own, so Homeport does not guess which step made which
          layer. The history stands below.
        </Notice>
      )}
      {rows.length === 0 ? (
        <p className="text-soft">This image has no layers.</p>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_330px]">
          <div>
            <LayerTable
              rows={rows}
              hasHistory={isMatched}
              selected={selected}
              details={isWide ? undefined : panel}
            />
          </div>
          {isWide && panel}
        </div>
      )}
      <DockerfileSection history={history} />
    </>
  )
}

const NO_HISTORY: readonly HistoryEntry[] = []

function largest(rows: readonly LayerRow[]): LayerRow | undefined {
  const sizeOf = ({ layer }: LayerRow) => layer?.descriptor.size ?? -1
  const [first] = rows.toSorted((a, b) => sizeOf(b) - sizeOf(a))
  return first?.layer && first
}

/** A schema 1 image: layers and history are in the manifest, sizes are not. */
export function Schema1View({ schema1: { config, layers } }: { schema1: Schema1Image }) {
  const lines = dockerfileLines(layers.map((layer) => layer.entry))
  return (
    <>
      <Notice className="mb-4" title="Docker image manifest v2, schema 1: a legacy format">
        It is shown, but not to be written any more: registry 3 and today’s clients refuse it. Push
        the image again to get a manifest of today.
      </Notice>
      <PlainTable
        label="Layers"
        columns={[
          NUMBER_COLUMN,
          { head: 'Made by' },
          { head: 'Digest', className: 'w-52 max-sm:w-44' },
        ]}
        rows={layers}
        most={500}
      >
        {({ digest, entry }, index) => (
          // The same blob may come many times.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index} className="h-10">
            <Cell align="right" className="text-faint">
              {index + 1}
            </Cell>
            <Cell title={visibleText(entry.createdBy, 2000)}>
              <Command line={lines[index]} comment={entry.comment} isFaint={entry.emptyLayer} />
            </Cell>
            <Cell>
              <DigestMark digest={digest} />
            </Cell>
          </tr>
        )}
      </PlainTable>
      <DockerfileSection history={config.history} />
    </>
  )
}
