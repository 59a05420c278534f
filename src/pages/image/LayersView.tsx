import { useMemo, useState } from 'react'
import { dockerfileLines } from '../../image/dockerfile.ts'
import type { HistoryEntry, ImageConfig } from '../../image/imageConfig.ts'
import { type Layer, matchHistory } from '../../image/layers.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { fits, useBreakpoint } from '../../ui/useBreakpoint.ts'
import { DockerfileSection } from './DockerfileSection.tsx'
import { LayerPanel } from './LayerPanel.tsx'
import { type LayerTableRow, LayerTable } from './LayerTable.tsx'
import { useImageSearch } from './imageViews.ts'

/** Rows drawn of a very long history; the rest on demand. */
const ROWS = 500

/** Layers with the history entries that made them, and the Dockerfile that these were. */
export function LayersView({
  layers,
  config,
}: {
  layers: readonly Descriptor[]
  config: ImageConfig | undefined
}) {
  const history = config?.history ?? NO_HISTORY
  const { rows, apart } = useMemo(() => arrange(history, layers), [history, layers])
  const { layer, step } = useImageSearch()
  const isWide = fits(useBreakpoint(), 'lg')
  const [isWhole, setWhole] = useState(false)
  const named = rows.find((row) =>
    layer === undefined ? row.step === step && step !== undefined : row.layer?.number === layer,
  )
  // Beside the table there is room for one from the start: the largest.
  const selected = named ?? (isWide ? largest(rows) : undefined)
  const drawn = isWhole ? rows : rows.slice(0, ROWS)
  const diffIds = config?.diffIds ?? []
  const panel = selected && <LayerPanel row={selected} diffIds={diffIds} />
  return (
    <>
      {config && rows.length > 0 && apart.length > 0 && (
        <div className="mb-4">
          <Notice title={`${apart.length} history entries do not fit ${layers.length} layers`}>
            The builder wrote a history of its own, so Homeport does not guess which step made which
            layer. The history stands below.
          </Notice>
        </div>
      )}
      {rows.length === 0 && <p className="text-soft">This image has no layers.</p>}
      {rows.length > 0 && (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_330px]">
          <div>
            <LayerTable
              rows={drawn}
              hasHistory={apart.length === 0 && history.length > 0}
              selected={selected}
              details={isWide ? undefined : panel}
            />
            {drawn.length < rows.length && (
              <p className="mt-2 flex items-center gap-3 text-soft">
                The first {ROWS} of {rows.length} rows are shown.
                <Button onClick={() => setWhole(true)}>Show all</Button>
              </p>
            )}
          </div>
          {isWide && panel}
        </div>
      )}
      {history.length > 0 && <DockerfileSection history={history} />}
    </>
  )
}

const NO_HISTORY: readonly HistoryEntry[] = []

function arrange(
  history: readonly HistoryEntry[],
  layers: readonly Descriptor[],
): { rows: readonly LayerTableRow[]; apart: readonly HistoryEntry[] } {
  const match = matchHistory(history, layers)
  if (!match.matched) return { rows: match.layers.map(plainRow), apart: match.history }
  const lines = dockerfileLines(match.rows.map((row) => row.entry))
  const rows = match.rows.map(({ entry, layer }, index): LayerTableRow => {
    const line = lines[index]
    return { step: index + 1, entry, ...(layer ? { layer } : {}), ...(line ? { line } : {}) }
  })
  return { rows, apart: [] }
}

function plainRow(layer: Layer): LayerTableRow {
  return { step: 0, layer }
}

function largest(rows: readonly LayerTableRow[]): LayerTableRow | undefined {
  return rows.reduce<LayerTableRow | undefined>(
    (best, row) =>
      (row.layer?.descriptor.size ?? -1) > (best?.layer?.descriptor.size ?? -1) ? row : best,
    undefined,
  )
}
