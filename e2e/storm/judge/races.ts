import type { History, Request } from '../history.ts'

/** The gaps listed in docs/deletion.md ("Remaining gaps"): registries have no conditional deletion. */
export type Race =
  | 'a tag moved onto an image that was being deleted'
  | 'a new name on an image that was being deleted'
  | 'an index over an image that was being deleted'
  | 'a push onto a tag that was being deleted with its image'
  | 'a push between the question where a tag is and the next step'

/**
 * Which race may have cost a tag its latest image. `undefined` if it can only be a bug: Homeport did nothing to it,
 * or checked after the push and went on regardless, or didn't check at all.
 */
export function findRace(history: History, tag: string): Race | undefined {
  const [gift, before] = history.gifts(tag).toReversed()
  if (!gift) return undefined
  const isNew = before === undefined
  const requests = history.requests()
  for (const { who, method, reference = '', from, to } of history.writes()) {
    if (to < gift.from) continue
    const isTag = reference === tag
    const isImage = method === 'DELETE' && gift.node.reach.has(reference)
    // Tags of an image are removed while its DELETE is in progress, wherever they point by then.
    const isAtWork = method === 'DELETE' && before?.node.digest === reference && from <= gift.to
    if (!isTag && !isImage && !isAtWork) continue
    const looks = requests.filter(
      (one) =>
        one.who === who &&
        isLook(one, tag, isNew) &&
        one.from > history.begin(who) &&
        one.to <= from,
    )
    if (looks.length === 0 || looks.some((one) => one.from > gift.to)) continue
    if (isTag) return 'a push between the question where a tag is and the next step'
    if (!isImage) return 'a push onto a tag that was being deleted with its image'
    if (reference !== gift.node.digest) return 'an index over an image that was being deleted'
    return isNew
      ? 'a new name on an image that was being deleted'
      : 'a tag moved onto an image that was being deleted'
  }
  return undefined
}

/** Whether a request shows where a tag points; an unknown name first has to appear in a list. */
function isLook({ method, reference, isList }: Request, tag: string, isNew: boolean): boolean {
  return (isNew && isList) || (reference === tag && (method === 'HEAD' || method === 'GET'))
}
