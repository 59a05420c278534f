import { useMemo, useState } from 'react'
import { formatBytes } from '../../../format/bytes.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { Button } from '../../../ui/Button.tsx'

/** Characters shown at first: an index with thousands of entries must not freeze the page. */
const SHOWN = 60_000

/** Indented JSON. Direction-changing and invisible characters are escaped. */
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

/** JSON nested a hundred thousand levels deep can be parsed, but not written again. */
function indentJson(json: unknown): string {
  try {
    return JSON.stringify(json, null, 2) ?? ''
  } catch {
    return 'This JSON is nested too deeply to show.'
  }
}
