import type { RepositoryName } from '../../registry/names.ts'
import { Command } from '../../ui/Command.tsx'

/** How an administrator removes the names of emptied repositories from the registry's list, step by step. */
export function NameRemoval({
  repositories,
  all,
}: {
  repositories: readonly RepositoryName[]
  /** All names that the registry lists; `undefined` if the list is incomplete. */
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
          <Command text="docker compose start registry" />, then run garbage collection, which frees
          their data.
        </li>
      </ol>
      <p className="mt-2 text-soft">
        Registry 2.x and 3.x have no API for this. The registry must be stopped while you do it,
        because of its cache. /var/lib/registry is where the official images store data; the
        registry’s configuration may name another directory, or S3. After that, nothing in these
        repositories can be restored.
      </p>
    </div>
  )
}

const ROOT = '/var/lib/registry/docker/registry/v2/repositories'
/** What the registry stores in a repository's folder. Repositories below it are folders next to these. */
const OWN = ['_layers', '_manifests', '_uploads']

/**
 * The command that removes a repository's name from the registry's list, while the registry is stopped. If there are
 * repositories below it, only its own folders are removed.
 */
export function nameRemovalCommand(
  repository: RepositoryName,
  all: readonly RepositoryName[] | undefined,
): string {
  const folder = `${ROOT}/${repository}`
  const hasInner = all?.some((name) => name.startsWith(`${repository}/`)) ?? true
  const folders = hasInner ? OWN.map((own) => `${folder}/${own}`) : [folder]
  // -f: a repository that never received an upload doesn't have all of them.
  const options = hasInner ? '-rf' : '-r'
  return `docker compose run --rm --no-deps --entrypoint rm registry ${options} ${folders.join(' ')}`
}
