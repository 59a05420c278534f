import { useSyncExternalStore } from 'react'
import type { ArtifactKind } from '../image/artifact.ts'
import type { ImageReference } from '../registry/imageReference.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { choosePullForm, chosenPullForm, listPullForms, writePullCommand } from './pullCommands.ts'

/** How to fetch `reference`: the tool is chosen once and remembered, the command is there to be copied. */
export function PullCommand({
  reference,
  kind,
}: {
  reference: ImageReference
  kind: ArtifactKind | undefined
}) {
  const { forms, form } = usePullForm(kind)
  if (!form) return null
  const command = writePullCommand(form, reference)
  return (
    <div className="flex h-8 max-w-full min-w-0 items-center rounded-lg border border-line bg-surface pr-1">
      <select
        aria-label="Tool to pull with"
        value={form.name}
        onChange={(event) => choosePullForm(event.target.value)}
        className="h-full rounded-l-lg border-r border-line bg-transparent px-2 text-soft"
      >
        {forms.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <code className="truncate px-2 font-mono text-sm" title={command}>
        {command}
      </code>
      <CopyButton text={command} label="Copy pull command" />
    </div>
  )
}

/** The forms that fit, and the one that was chosen last (or the first, where that one does not fit). */
export function usePullForm(kind: ArtifactKind | undefined) {
  const chosen = useSyncExternalStore(chosenPullForm.subscribe, chosenPullForm.read)
  const forms = listPullForms(kind)
  return { forms, form: forms.find(({ name }) => name === chosen) ?? forms[0] }
}
