import type { ArtifactKind } from '../image/artifact.ts'
import type { ImageReference } from '../registry/imageReference.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { type PulledEntry, choosePullForm, usePullForm, writePullCommand } from './pullForms.ts'

/** The command that pulls `reference`, with a copy button. The chosen tool is remembered. */
export function PullCommand({
  reference,
  entry,
  kind,
}: {
  reference: ImageReference
  /** The chosen entry of an index. */
  entry?: PulledEntry | undefined
  kind: ArtifactKind | undefined
}) {
  const { forms, form } = usePullForm(kind)
  if (!form) return null
  const command = writePullCommand(form, reference, entry)
  return (
    <div className="mt-3 flex min-h-8 w-fit max-w-full min-w-0 items-center rounded-lg border border-line bg-surface pr-1">
      <select
        aria-label="Tool to pull with"
        value={form.name}
        onChange={(event) => choosePullForm(event.target.value)}
        className="self-stretch rounded-l-lg border-r border-line bg-transparent px-2 text-soft"
      >
        {forms.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <code
        className="truncate px-2 font-mono text-sm max-sm:py-1 max-sm:whitespace-normal max-sm:[overflow-wrap:anywhere]"
        title={command}
      >
        {command}
      </code>
      <CopyButton text={command} label="Copy pull command" />
    </div>
  )
}
