import { useState } from 'react'
import { askLogin } from '../../components/askLogin.ts'
import { explainError } from '../../components/failures/explainError.ts'
import { type DeletionTrial, tryDeletion } from '../../deletion/ability/tryDeletion.ts'
import { formatCounted } from '../../format/count.ts'
import { pageTransport } from '../../queries/session/session.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { persistentTransport } from '../../registry/transport/persistentTransport.ts'
import { Button } from '../../ui/Button.tsx'

/** Deletes something of its own, after pushing it: the only check that writes, so only when asked to. */
export function TestDeletion({ repository }: { repository: RepositoryName }) {
  const [state, setState] = useState<'idle' | 'working' | { readonly text: string }>('idle')
  const test = async () => {
    setState('working')
    try {
      // After a sign-in, only the refused request is sent again: nothing is pushed twice.
      const transport = persistentTransport(pageTransport, askLogin)
      const trial = await tryDeletion({ transport, repository })
      setState({ text: describeTrial(trial, repository) })
    } catch (error) {
      const { title, advice } = explainError(error)
      setState({ text: `${title}. ${advice}` })
    }
  }
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button isOff={state === 'working'} onClick={() => void test()}>
        {state === 'working' ? 'Testing…' : 'Test deletion'}
      </Button>
      <span role="status" className="min-w-0 flex-1 basis-60 text-soft">
        {typeof state === 'object'
          ? state.text
          : `Pushes an empty image index to ${repository} under a new tag, and deletes it again.`}
      </span>
    </div>
  )
}

function describeTrial(trial: DeletionTrial, repository: string): string {
  const name = `${repository}:${trial.tag}`
  switch (trial.kind) {
    case 'deleted':
      return trial.seconds === 0
        ? `Deletion works: ${name} was pushed, deleted, and is gone.`
        : `Deletion works, but takes its time: ${name} was gone after ${formatCounted(trial.seconds, 'second')}.`
    case 'still-there':
      return `The registry accepted the deletion, but ${name} is still there after ${formatCounted(trial.seconds, 'second')}.`
    case 'refused': {
      const { title, advice } = explainError(trial.error)
      const left = trial.at === 'delete' ? ` ${name} may be left behind.` : ' Nothing was pushed.'
      return `${title}.${left} ${advice}`
    }
  }
}
