import type { ReactNode } from 'react'
import { formatBytes, formatExactBytes } from '../../../format/bytes.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { type LayerRow, formatLayerFormat } from '../../../image/history/layerRows.ts'
import { Age } from '../../../components/Age.tsx'
import { DigestText } from '../../../components/DigestMark.tsx'
import { isDigest } from '../../../registry/names.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { FactRow, StrangerText } from '../shared/StrangerText.tsx'
import { formatShare } from './LayerTable.tsx'

/** All details of one row of the layer table. */
export function LayerPanel({ row, diffIds }: { row: LayerRow; diffIds: readonly string[] }) {
  const { layer, entry, line } = row
  const name = layer ? `Layer ${layer.number}` : `Step ${row.step}, no layer`
  const diffId = layer && diffIds[layer.number - 1]
  return (
    <section
      aria-label={name}
      className="min-w-0 rounded-xl border border-line bg-surface px-4 py-3 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto"
    >
      <h2 className="mb-2 text-sm font-semibold">{name}</h2>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 [&>dd]:text-right [&>dd]:text-soft">
        {layer && (
          <>
            <FactRow name="Digest">
              <span className="inline-flex max-w-full items-center gap-1">
                <DigestText digest={layer.descriptor.digest} />
                <CopyButton text={layer.descriptor.digest} label="Copy layer digest" />
              </span>
            </FactRow>
            {!Number.isNaN(layer.descriptor.size) && (
              <>
                <FactRow name="Size">
                  <span title={`${formatExactBytes(layer.descriptor.size)}, compressed`}>
                    <span className="text-text">{formatBytes(layer.descriptor.size)}</span>
                    {layer.share > 0 && ` (${formatShare(layer.share)})`}
                  </span>
                </FactRow>
                <FactRow name="Format">
                  <span
                    className="[overflow-wrap:anywhere]"
                    title={visibleText(layer.descriptor.mediaType, 300)}
                  >
                    {formatLayerFormat(layer.descriptor.mediaType)}
                  </span>
                </FactRow>
              </>
            )}
            <FactRow name="Same as">
              {layer.repeats !== undefined && `layer ${layer.repeats}`}
            </FactRow>
            {layer.storedElsewhere && (
              <FactRow name="Stored">
                <span className="text-warning">outside this registry</span>
                {[...new Set(layer.descriptor.urls)].slice(0, 5).map((url) => (
                  <span key={url} className="block font-mono text-sm text-soft">
                    <StrangerText text={url} limit={500} />
                  </span>
                ))}
              </FactRow>
            )}
          </>
        )}
        <FactRow name="Uncompressed">
          {diffId !== undefined && isDigest(diffId) && <DigestText digest={diffId} />}
        </FactRow>
        <FactRow name="Created">{entry && <Age date={entry.created} />}</FactRow>
        <FactRow name="Author">{words(entry?.author, 500)}</FactRow>
        <FactRow name="Comment">{words(entry?.comment, 2000)}</FactRow>
        <FactRow name="Build arguments">{words(line?.buildArgs.join('\n'), 2000)}</FactRow>
      </dl>
      {entry?.createdBy && (
        <>
          <h3 className="mt-3 mb-1 flex items-center gap-1 text-sm text-soft">
            Command
            {/* Copied as shown: a terminal would obey the characters that the page escapes. */}
            <CopyButton text={visibleText(entry.createdBy, Infinity)} label="Copy command" />
          </h3>
          <code className="block rounded-lg bg-sunken px-3 py-2 font-mono text-sm">
            <StrangerText text={entry.createdBy} limit={5000} />
          </code>
        </>
      )}
    </section>
  )
}

function words(text: string | undefined, limit: number): ReactNode {
  return text && <StrangerText text={text} limit={limit} />
}
