import { type Content, reachOf } from './content.ts'
import { printClaim } from './judge.ts'
import { type Change, type Statement, allowedOf, isThere } from './oracle.ts'

/** What prevented a deletion. */
export type Hindrance = {
  readonly hasTagDeletion: boolean
  /** Nobody else has changed anything since the plan. */
  readonly isAlone: boolean
}

/** What was left undone or predicted wrongly, if nothing was damaged and every response arrived. */
export function omissions(
  change: Change,
  said: Statement,
  { hasTagDeletion, isAlone }: Hindrance,
): string[] {
  const { planned, content, way, before } = change
  const { digests, followers } = allowedOf(content, way)
  const foreseen = allowedOf(planned, way).digests
  const undone: string[] = []
  const isOld = (tag: string) => content.nodes.get(content.tags.get(tag) ?? '')?.kind === 'schema-1'
  for (const tag of [...content.selected, ...(isAlone ? followers : [])]) {
    const digest = content.tags.get(tag) ?? ''
    // What can't be pushed again is deleted with its image or kept, if tags can't be deleted: a schema 1 manifest,
    // or an index of which somebody has just deleted a part.
    const isBroken = [...reachOf([digest], content.nodes)].some((one) => !before.manifests.has(one))
    // What the plan had to keep isn't deleted later either.
    const mayGo = digests.has(digest) && foreseen.has(planned.tags.get(tag) ?? '')
    const isStuck = !hasTagDeletion && !mayGo && (isOld(tag) || isBroken)
    const claim = said.tags.get(tag)
    if (claim?.kind !== 'gone' && !isStuck) undone.push(`${tag} did not go: ${printClaim(claim)}`)
  }
  if (said.harmed.size > 0) undone.push(`${[...said.harmed].join(', ')} is said to be harmed`)
  if (said.leftovers.size > 0) undone.push(`${[...said.leftovers].join(', ')} was left behind`)
  if (!isAlone) return undone
  for (const digest of digests) {
    // Keeping attachments includes those of a selected list.
    const isLeft = way === 'leave-attachments' && content.nodes.get(digest)?.subject
    if (isThere(digest, 'after', change) && !isLeft) undone.push(`manifest ${digest} did not go`)
  }
  const hopeless = hopelessOf(content)
  for (const one of said.irreversible) {
    if (!hopeless.has(content.tags.get(one) ?? one)) undone.push(`no undo is promised for ${one}`)
  }
  undone.push(...said.reservations)
  const hidden = [...before.tags].filter(([, { isListed }]) => !isListed).map(([tag]) => tag)
  undone.push(...differences('hidden', said.hidden, hidden))
  const orphans = [...content.attachmentTags].filter(
    ([tag, subject]) => !content.nodes.has(subject) && !content.selected.has(tag),
  )
  undone.push(
    ...differences(
      'orphans',
      said.orphans,
      orphans.map(([tag]) => tag),
    ),
  )
  return undone
}

/** What can't be restored: schema 1 manifests, and what is attached to them. */
function hopelessOf({ nodes, tags, attachmentTags }: Content): Set<string> {
  const hopeless = new Set<string>()
  for (const [digest, { kind }] of nodes) if (kind === 'schema-1') hopeless.add(digest)
  for (let size = 0; size < hopeless.size;) {
    size = hopeless.size
    for (const [digest, { subject }] of nodes) if (hopeless.has(subject ?? '')) hopeless.add(digest)
    for (const [tag, subject] of attachmentTags) {
      if (hopeless.has(subject)) hopeless.add(tags.get(tag) as string)
    }
  }
  return hopeless
}

function differences(what: string, said: ReadonlySet<string>, found: readonly string[]): string[] {
  const isSame = said.size === found.length && found.every((one) => said.has(one))
  return isSame ? [] : [`${what} are ${found.join(' ')}, said are ${[...said].join(' ')}`]
}
