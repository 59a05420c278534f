import type { Refusal } from '../../deletion/ability/ability.ts'
import { visibleText } from '../../format/visibleText.ts'
import { Command } from '../../ui/Command.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Failure } from '../../components/failures/Failure.tsx'
import { REMEDIES } from './remedies.ts'

/** Why nothing can be deleted, and the configuration line that changes that. */
export function RefusedView({ refusal: { by, error } }: { refusal: Refusal }) {
  if (by === 'login' || by === 'unknown') {
    return <Failure error={error} title="Couldn’t check whether deletion works here" />
  }
  if (by === 'no-right') {
    return <Failure error={error} title="You are not allowed to delete in this repository" />
  }
  const [title, line, text] = REMEDIES[by]
  return (
    <Notice look="warning" title={title}>
      <p>
        {by === 'origin' && `${error.message} `}
        {text}
      </p>
      {by === 'deletion-off' && (
        <p className="mt-2 font-mono text-sm break-all">{visibleText(error.message, 500)}</p>
      )}
      <p className="mt-2">
        <Command text={line} label="Copy line" />
      </p>
    </Notice>
  )
}
