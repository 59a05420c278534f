import type { RepositoryName } from '../../registry/names.ts'

const ROOT = '/var/lib/registry/docker/registry/v2/repositories'
/** What the registry keeps in a repository's folder; repositories below it are folders beside these. */
const OWN = ['_layers', '_manifests', '_uploads']

/**
 * The command that takes a repository's name out of the registry's list, while the registry is stopped. Where
 * other repositories lie below it, only what is its own is removed.
 *
 * @param all names that the registry lists; `undefined` where they are not known to the end
 */
export function nameRemovalCommand(
  repository: RepositoryName,
  all: readonly RepositoryName[] | undefined,
): string {
  const folder = `${ROOT}/${repository}`
  const hasInner = all?.some((name) => name.startsWith(`${repository}/`)) ?? true
  const folders = hasInner ? OWN.map((own) => `${folder}/${own}`) : [folder]
  // -f: a repository that was never pushed to by upload has not all of them.
  const options = hasInner ? '-rf' : '-r'
  return `docker compose run --rm --no-deps --entrypoint rm registry ${options} ${folders.join(' ')}`
}
