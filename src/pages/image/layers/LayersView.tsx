import { useMemo } from 'react'
import type { HistoryEntry, ImageConfig } from '../../../image/imageConfig.ts'
import { type LayerRow, matchHistory } from '../../../image/layerRows.ts'
import type { Descriptor } from '../../../registry/manifest.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { fits, useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { useImageSearch } from '../imageSearch.tsx'
import { DockerfileSection } from './DockerfileSection.tsx'
import { LayerPanel } from './LayerPanel.tsx'
import { LayerTable } from './LayerTable.tsx'

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
        <div className="mb-4">
          <Notice title={`${history.length} history entries do not fit ${layers.length} layers`}>
            The builder wrote a history of its own, so Homeport does not guess which step made which
            layer. The history stands below.
          </Notice>
        </div>
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
  return rows.reduce<LayerRow | undefined>(
    (best, row) =>
      (row.layer?.descriptor.size ?? -1) > (best?.layer?.descriptor.size ?? -1) ? row : best,
    undefined,
  )
}
