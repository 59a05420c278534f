import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { visibleText } from '../../format/visibleText.ts'
import type { DockerfileLine } from '../../image/dockerfile.ts'
import type { HistoryEntry } from '../../image/imageConfig.ts'
import { type Layer, formatLayerType } from '../../image/layers.ts'
import { DigestMark } from '../../parts/DigestMark.tsx'
import { Cell, HeadCell } from '../../ui/cells.tsx'
import { PlainTable } from './PlainTable.tsx'
import { fits, useBreakpoint } from '../../ui/useBreakpoint.ts'
import { useImageSearch } from './imageViews.ts'

/** A layer, a history entry, or both. */
export type LayerTableRow = {
  /** Number of the history entry from 1; 0 where the history does not fit. */
  readonly step: number
  readonly entry?: HistoryEntry
  readonly line?: DockerfileLine
  readonly layer?: Layer
}

/** Layers base first, each with what made it, its share and its size; entries without a layer are dimmed. */
export function LayerTable({
  rows,
  hasHistory,
  selected,
  details,
}: {
  rows: readonly LayerTableRow[]
  /** Else a row shows the layer's digest and type. */
  hasHistory: boolean
  selected: LayerTableRow | undefined
  /** Shown below the selected row, where there is no room beside the table. */
  details: ReactNode
}) {
  const hasShare = fits(useBreakpoint(), 'sm')
  return (
    <PlainTable
      label="Layers"
      columns={
        <>
          <col className="w-11" />
          <col />
          <col className="w-36 max-sm:hidden" />
          <col className="w-24" />
        </>
      }
      head={
        <>
          <HeadCell align="right">
            <span className="sr-only">Layer</span>
          </HeadCell>
          <HeadCell>{hasHistory ? 'Made by' : 'Digest'}</HeadCell>
          <HeadCell className="max-sm:hidden">Share</HeadCell>
          <HeadCell align="right">Size</HeadCell>
        </>
      }
    >
      {rows.map((row) => {
        const isSelected = row === selected
        return (
          <Fragment key={`${row.step} ${row.layer?.number ?? ''}`}>
            <LayerRow row={row} hasHistory={hasHistory} isSelected={isSelected} />
            {isSelected && details && (
              <tr>
                <td colSpan={hasShare ? 4 : 3} className="border-b border-line-soft p-3">
                  {details}
                </td>
              </tr>
            )}
          </Fragment>
        )
      })}
    </PlainTable>
  )
}

function LayerRow({
  row,
  hasHistory,
  isSelected,
}: {
  row: LayerTableRow
  hasHistory: boolean
  isSelected: boolean
}) {
  const { linkTo } = useImageSearch()
  const { layer, step } = row
  const to = layer
    ? linkTo({ layer: String(layer.number), step: undefined })
    : linkTo({ step: String(step), layer: undefined })
  return (
    <tr className={`h-10 ${isSelected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}>
      <Cell align="right" className="text-faint">
        {layer?.number}
      </Cell>
      <Cell className="relative">
        <Link
          to={to}
          replace
          preventScrollReset
          {...(isSelected ? { 'aria-current': 'true' as const } : {})}
          className="block truncate after:absolute after:inset-0 focus-visible:-outline-offset-2"
        >
          {hasHistory ? <Command row={row} /> : layer && <LayerName layer={layer} />}
        </Link>
      </Cell>
      <Cell className="max-sm:hidden">{layer && <Share layer={layer} />}</Cell>
      <Cell align="right" {...(layer ? { title: formatExactBytes(layer.descriptor.size) } : {})}>
        {layer && formatBytes(layer.descriptor.size)}
      </Cell>
    </tr>
  )
}

/** A row shows the beginning of a command; the details show all of it. */
function Command({ row: { line, layer, entry } }: { row: LayerTableRow }) {
  const text = line?.arguments ?? ''
  const isNamed = line !== undefined && (line.instruction !== '' || text !== '')
  const rest = isNamed ? text : (entry?.comment ?? '')
  return (
    <bdi className={`font-mono text-sm ${layer ? '' : 'text-faint'}`}>
      {line?.instruction && (
        <span className={`font-semibold ${layer ? 'text-accent' : ''}`}>{line.instruction} </span>
      )}
      {rest !== ''
        ? visibleText(rest.replaceAll(/\s+/g, ' '), 300)
        : !line?.instruction && <span className="font-sans text-faint">not recorded</span>}
    </bdi>
  )
}

function LayerName({ layer }: { layer: Layer }) {
  return (
    <span className="flex items-center gap-3">
      <DigestMark digest={layer.descriptor.digest} />
      <span className="truncate text-sm text-faint">
        {formatLayerType(layer.descriptor.mediaType)}
      </span>
    </span>
  )
}

function Share({ layer: { share, repeats, storedElsewhere } }: { layer: Layer }) {
  if (repeats !== undefined)
    return <span className="text-sm text-faint">same as layer {repeats}</span>
  return (
    <span className="flex items-center gap-2">
      <span className="h-2 min-w-0.5 rounded-full bg-bar" style={{ width: `${share * 60}%` }} />
      <span className="text-sm text-faint">
        {storedElsewhere ? 'stored elsewhere' : formatShare(share)}
      </span>
    </span>
  )
}

/** `60 %`; what is there but rounds to nothing is `<1 %`. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100)
  return percent === 0 && share > 0 ? '<1 %' : `${percent} %`
}
