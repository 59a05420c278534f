import { Fragment, type ReactNode } from 'react'
import { formatBytes, formatExactBytes } from '../../../format/bytes.ts'
import { visibleText } from '../../../format/visibleText.ts'
import type { DockerfileLine } from '../../../image/history/dockerfileText.ts'
import { type Layer, type LayerRow, formatLayerFormat } from '../../../image/history/layerRows.ts'
import { DigestText } from '../../../components/DigestMark.tsx'
import { Cell } from '../../../ui/cells.tsx'
import { fits, useBreakpoint } from '../../../ui/useBreakpoint.ts'
import { PartLink } from '../imageSearch.tsx'
import { PlainTable } from '../shared/PlainTable.tsx'

/** Layers, base first, each with its command, share and size. Entries without a layer are dimmed. */
export function LayerTable({
  rows,
  hasHistory,
  selected,
  details,
}: {
  rows: readonly LayerRow[]
  /** Rows show commands; otherwise digests and formats. */
  hasHistory: boolean
  selected: LayerRow | undefined
  /** Shown below the selected row if there is no room beside the table. */
  details: ReactNode
}) {
  // Schema 1 gives no sizes.
  const isSized = rows.some(({ layer }) => layer && !Number.isNaN(layer.descriptor.size))
  const hasShare = fits(useBreakpoint(), 'sm')
  const sizes = [
    { head: 'Share', className: 'w-36 max-sm:hidden' },
    { head: 'Size', align: 'right', className: 'w-28' },
  ] as const
  return (
    <PlainTable
      label="Layers"
      columns={[
        { head: <span className="sr-only">Layer</span>, align: 'right', className: 'w-11' },
        { head: hasHistory ? 'Command' : 'Digest' },
        ...(isSized ? sizes : []),
      ]}
      rows={rows}
      most={500}
    >
      {(row) => {
        const { layer, step, line, entry } = row
        const isSelected = row === selected
        const size = layer?.descriptor.size
        return (
          <Fragment key={`${step} ${layer?.number ?? ''}`}>
            <tr className={`h-10 ${isSelected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}>
              <Cell align="right" className="text-faint">
                {layer?.number}
              </Cell>
              <Cell className="relative">
                <PartLink
                  changes={layer ? { layer: layer.number } : { step }}
                  isCurrent={isSelected}
                  className="block truncate after:absolute after:inset-0 focus-visible:-outline-offset-2"
                >
                  {hasHistory && <Command line={line} comment={entry?.comment} isFaint={!layer} />}
                  {!hasHistory && layer && (
                    <span className="flex items-center gap-3">
                      <DigestText digest={layer.descriptor.digest} />
                      <span className="truncate text-sm text-faint">
                        {formatLayerFormat(layer.descriptor.mediaType)}
                      </span>
                    </span>
                  )}
                </PartLink>
              </Cell>
              {isSized && (
                <>
                  <Cell className="max-sm:hidden">{layer && <Share layer={layer} />}</Cell>
                  <Cell
                    align="right"
                    title={size === undefined ? undefined : formatExactBytes(size)}
                  >
                    {size !== undefined &&
                      (Number.isNaN(size) ? 'not recorded' : formatBytes(size))}
                  </Cell>
                </>
              )}
            </tr>
            {isSelected && details && (
              <tr>
                <td
                  colSpan={2 + (isSized ? 1 + Number(hasShare) : 0)}
                  className="border-b border-line-soft p-3"
                >
                  {details}
                </td>
              </tr>
            )}
          </Fragment>
        )
      }}
    </PlainTable>
  )
}

function Share({ layer: { share, repeats, storedElsewhere } }: { layer: Layer }) {
  if (repeats !== undefined)
    return <span className="text-sm text-faint">same as layer {repeats}</span>
  return (
    <span className="flex items-center gap-2">
      <span
        className="h-2 min-w-0.5 rounded-full bg-bar"
        style={{ width: `${(share || 0) * 60}%` }}
      />
      <span className="text-sm text-faint">
        {storedElsewhere ? 'stored elsewhere' : !Number.isNaN(share) && formatShare(share)}
      </span>
    </span>
  )
}

/** `60 %`; `<1 %` instead of a `0 %` that isn't zero. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100)
  return percent === 0 && share > 0 ? '<1 %' : `${percent} %`
}

/** The start of a Dockerfile line, or else the comment. */
function Command({
  line,
  comment = '',
  isFaint,
}: {
  line: DockerfileLine | undefined
  comment: string | undefined
  isFaint: boolean
}) {
  const { instruction = '', arguments: text = '' } = line ?? {}
  const rest = instruction === '' && text === '' ? comment : text
  return (
    <bdi className={`font-mono text-sm ${isFaint ? 'text-faint' : ''}`}>
      {instruction && (
        <span className={`font-semibold ${isFaint ? '' : 'text-accent'}`}>{instruction} </span>
      )}
      {rest !== ''
        ? visibleText(rest.replaceAll(/\s+/g, ' '), 300)
        : !instruction && <span className="font-sans text-faint">not recorded</span>}
    </bdi>
  )
}
