import { visibleText } from '../../../format/visibleText.ts'
import type { DockerfileLine } from '../../../image/dockerfile.ts'

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
