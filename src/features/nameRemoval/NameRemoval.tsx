import type { RepositoryName } from '../../registry/names.ts'
import { Command } from '../../ui/Command.tsx'
import { nameRemovalCommand } from './nameRemoval.ts'

/** How an administrator takes the names of emptied repositories out of the registry's list, step by step. */
export function NameRemoval({
  repositories,
  all,
}: {
  repositories: readonly RepositoryName[]
  /** Names that the registry lists; `undefined` where they are not known to the end. */
  all: readonly RepositoryName[] | undefined
}) {
  return (
    <div className="text-left">
      <ol className="list-decimal space-y-1 pl-5">
        <li>
          <Command text="docker compose stop registry" />
        </li>
        <li>
          <ul className="space-y-1">
            {repositories.map((repository) => (
              <li key={repository}>
                <Command text={nameRemovalCommand(repository, all)} />
              </li>
            ))}
          </ul>
        </li>
        <li>
          <Command text="docker compose start registry" />, then collect garbage, which frees what
          they held.
        </li>
      </ol>
      <p className="mt-2 text-soft">
        So it is with registry 2.x and 3.x, which have no request for it; the registry must not run
        meanwhile, since it remembers what it has seen. /var/lib/registry is where their images keep
        the data; another place or S3 stands in their configuration. After it nothing of these
        repositories can be brought back.
      </p>
    </div>
  )
}
