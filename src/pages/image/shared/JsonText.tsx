import { useMemo, useState } from 'react'
import { formatBytes } from '../../../format/bytes.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { Button } from '../../../ui/Button.tsx'

/** Characters drawn at first: a thousand-entry index must not stop the page. */
const SHOWN = 60_000

/** JSON, indented. Direction-changing and invisible characters are escapes. */
export function JsonText({ json }: { json: unknown }) {
  const [isWhole, setWhole] = useState(false)
  const text = useMemo(() => indentJson(json), [json])
  const shown = isWhole ? text : text.slice(0, SHOWN)
  return (
    <>
      <pre className="rounded-xl border border-line bg-sunken px-4 py-3 font-mono text-sm [overflow-wrap:anywhere] whitespace-pre-wrap">
        <bdi>{visibleText(shown, Number.POSITIVE_INFINITY)}</bdi>
      </pre>
      {shown.length < text.length && (
        <p className="mt-2 flex items-center gap-3 text-soft">
          Only the first part of {formatBytes(text.length)} is shown.
          <Button onClick={() => setWhole(true)}>Show all</Button>
        </p>
      )}
    </>
  )
}

/** Nested a hundred thousand levels deep, JSON can be read but not written again. */
function indentJson(json: unknown): string {
  try {
    return JSON.stringify(json, null, 2) ?? ''
  } catch {
    return 'This JSON is nested too deeply to show.'
  }
}
