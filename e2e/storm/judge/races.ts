import type { History, Request } from '../history.ts'

/** The gaps that docs/deletion.md names ("Remaining gaps"): no registry can be asked to delete on a condition. */
export type Race =
  | 'a tag moved onto an image that was being deleted'
  | 'a new name on an image that was being deleted'
  | 'an index over an image that was being deleted'
  | 'a push onto a tag that was being deleted with its image'
  | 'a push between the question where a tag is and the next step'

/**
 * Which race may have cost a tag what it was given last. `undefined` where it can only be a fault: Homeport did
 * nothing to it, or looked after the push and did it all the same, or did not look at all.
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
    // Tags of an image are removed while its DELETE is at work, wherever they are by then.
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

/** Whether a request shows where a tag is; a name that nobody knows is first shown by a list. */
function isLook({ method, reference, isList }: Request, tag: string, isNew: boolean): boolean {
  return (isNew && isList) || (reference === tag && (method === 'HEAD' || method === 'GET'))
}
