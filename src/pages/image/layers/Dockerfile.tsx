import { useMemo } from 'react'
import { visibleText } from '../../../format/visibleText.ts'
import { type DockerfileLine, reconstructDockerfile } from '../../../image/dockerfile.ts'
import type { HistoryEntry } from '../../../image/imageConfig.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'

/** The beginning of what made a layer, for a row: a Dockerfile line, else the comment. */
export function Command({
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

const KEYWORD = /^[A-Z]+(?= )/

/** The Dockerfile that a history was, as far as it was written down. */
export function DockerfileSection({ history }: { history: readonly HistoryEntry[] }) {
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
          Reconstructed from the history: the first FROM and copied files are not recorded in an
          image.
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
