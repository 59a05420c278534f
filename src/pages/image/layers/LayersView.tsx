import { useMemo } from 'react'
import { formatCounted } from '../../../format/count.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { reconstructDockerfile } from '../../../image/history/dockerfile.ts'
import type { HistoryEntry, ImageConfig } from '../../../image/imageConfig.ts'
import { type LayerRow, matchHistory } from '../../../image/history/layerRows.ts'
import type { Descriptor } from '../../../registry/manifest.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { fits, useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { useImageSearch } from '../imageSearch.tsx'
import { Section } from '../shared/Section.tsx'
import { LayerPanel } from './LayerPanel.tsx'
import { LayerTable } from './LayerTable.tsx'

/** Layers with the history entries that created them, and the reconstructed Dockerfile. */
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
  // If there is room beside the table, the largest layer is open from the start.
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
          <LayerTable
            rows={rows}
            hasHistory={isMatched}
            selected={selected}
            details={isWide ? undefined : panel}
          />
          {isWide && panel}
        </div>
      )}
      <div className="mt-6">
        <DockerfileSection history={history} />
      </div>
    </>
  )
}

const NO_HISTORY: readonly HistoryEntry[] = []

function largest(rows: readonly LayerRow[]): LayerRow | undefined {
  const sizeOf = ({ layer }: LayerRow) => layer?.descriptor.size || -1
  const [first] = rows.toSorted((a, b) => sizeOf(b) - sizeOf(a))
  return first?.layer && first
}

const KEYWORD = /^[A-Z]+(?= )/

/** The Dockerfile behind a history, as far as it was recorded. */
function DockerfileSection({ history }: { history: readonly HistoryEntry[] }) {
  const text = useMemo(() => reconstructDockerfile(history), [history])
  const hasWords = history.some((entry) => entry.createdBy !== '' || entry.comment !== undefined)
  const lines = useMemo(() => visibleText(text, 50_000).split('\n'), [text])
  if (!hasWords) return null
  return (
    <Section
      title="Dockerfile"
      beside={<CopyButton text={visibleText(text, Infinity)} label="Copy Dockerfile" />}
      about="Reconstructed from the history: images record neither the first FROM nor the copied files."
    >
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
    </Section>
  )
}
