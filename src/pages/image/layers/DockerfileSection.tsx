import { useMemo } from 'react'
import { visibleText } from '../../../format/visibleText.ts'
import { reconstructDockerfile } from '../../../image/dockerfile.ts'
import type { HistoryEntry } from '../../../image/imageConfig.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'

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
        {lines.map((line, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- lines repeat, and never move
          <DockerfileLineText key={index} line={line} />
        ))}
      </pre>
    </section>
  )
}

function DockerfileLineText({ line }: { line: string }) {
  const keyword = KEYWORD.exec(line)?.[0] ?? ''
  const isRemark = line.startsWith('#')
  return (
    <bdi className={`block min-h-[18px] ${isRemark ? 'text-faint' : ''}`}>
      {keyword && <span className="font-semibold text-accent">{keyword}</span>}
      {line.slice(keyword.length)}
    </bdi>
  )
}
