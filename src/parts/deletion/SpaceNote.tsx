import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'

/** Deleting frees no space by itself: what does, for the kind of registry that answered. */
export function SpaceNote({ ability }: { ability: DeletionPlan['ability'] }) {
  const isVersion2 = ability === 'by-digest'
  const file = isVersion2 ? '/etc/docker/registry/config.yml' : '/etc/distribution/config.yml'
  const collect = `docker compose exec registry registry garbage-collect ${file}`
  return (
    <>
      <p>Deleting frees no space by itself. The registry’s garbage collection does.</p>
      <details className="mt-1">
        <summary className="cursor-pointer text-soft">How to run it</summary>
        <ol className="mt-1 list-decimal space-y-1 pl-5">
          <li>Stop pushes: a push that runs meanwhile loses layers.</li>
          <li>
            <Command text={collect} />
          </li>
          <li>
            <Command text="docker compose restart registry" /> so that it forgets what is gone.
          </li>
        </ol>
        <p className="mt-1 text-warning">
          {isVersion2
            ? 'Do not add --delete-untagged: on registry 2.x it destroys multi-platform images.'
            : 'Images without a tag are freed only with --delete-untagged; it also removes signatures and the like that no tag holds.'}
        </p>
      </details>
    </>
  )
}

function Command({ text }: { text: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded bg-sunken pl-1.5">
      <code className="font-mono text-sm break-all">{text}</code>
      <CopyButton text={text} label="Copy command" />
    </span>
  )
}
