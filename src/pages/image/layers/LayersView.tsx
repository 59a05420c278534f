import { useMemo } from 'react'
import { formatCounted } from '../../../format/count.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { dockerfileLines, reconstructDockerfile } from '../../../image/dockerfile.ts'
import type { HistoryEntry, ImageConfig } from '../../../image/imageConfig.ts'
import { type LayerRow, matchHistory } from '../../../image/layerRows.ts'
import type { Schema1Image } from '../../../image/schema1.ts'
import { DigestText } from '../../../components/DigestMark.tsx'
import type { Descriptor } from '../../../registry/manifest.ts'
import { Cell } from '../../../ui/cells.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { fits, useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { useImageSearch } from '../imageSearch.tsx'
import { PlainTable } from '../shared/PlainTable.tsx'
import { LayerPanel } from './LayerPanel.tsx'
import { Command, LayerTable, NUMBER_COLUMN } from './LayerTable.tsx'

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
          title={`${formatCounted(history.length, 'history entry', 'history entries')}, but ${formatCounted(layers.length, 'layer')}`}
        >
          The builder’s history doesn’t match the layers, so Homeport doesn’t guess which step
          created which layer. The history is below.
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
        It can still be shown, but registry 3 and current clients reject it. Push the image again to
        get a current manifest.
      </Notice>
      <PlainTable
        label="Layers"
        columns={[
          NUMBER_COLUMN,
          { head: 'Command' },
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
              <DigestText digest={digest} />
            </Cell>
          </tr>
        )}
      </PlainTable>
      <DockerfileSection history={config.history} />
    </>
  )
}

const KEYWORD = /^[A-Z]+(?= )/

/** The Dockerfile that a history was, as far as it was written down. */
function DockerfileSection({ history }: { history: readonly HistoryEntry[] }) {
  const text = useMemo(() => reconstructDockerfile(history), [history])
  const hasWords = history.some((entry) => entry.createdBy !== '' || entry.comment !== undefined)
  const lines = useMemo(() => visibleText(text, 50_000).split('\n'), [text])
  if (!hasWords) return null
  return (
    <section aria-labelledby="dockerfile" className="mt-6">
      <div className="mb-2 flex flex-wrap items-center gap-x-2">
        <h2 id="dockerfile" className="text-lg font-semibold">
          Dockerfile
        </h2>
        <CopyButton text={visibleText(text, Infinity)} label="Copy Dockerfile" />
        <p className="text-sm text-soft">
          Reconstructed from the history: images record neither the first FROM nor the copied files.
        </p>
      </div>
      <pre className="rounded-xl border border-line bg-sunken px-4 py-3 font-mono text-sm [overflow-wrap:anywhere] whitespace-pre-wrap">
        {lines.map((line, index) => {
          const keyword = KEYWORD.exec(line)?.[0] ?? ''
          const look = line.startsWith('#') ? 'text-faint' : ''
          return (
            // oxlint-disable-next-line react/no-array-index-key -- lines repeat, and never move
            <bdi key={index} className={`block min-h-[18px] ${look}`}>
              <span className="font-semibold text-accent">{keyword}</span>
              {line.slice(keyword.length)}
            </bdi>
          )
        })}
      </pre>
    </section>
  )
}
