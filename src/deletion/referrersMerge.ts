import * as v from 'valibot'

const index = v.looseObject({
  manifests: v.nullish(v.array(v.looseObject({ digest: v.string() }))),
})

/**
 * The list of attachments in `present` with those of `past` that it lacks added at its end; its other fields
 * stay as they are. Gives back `present` itself where it lacks none, `undefined` where one is no list.
 *
 * @see distribution-spec, "Referrers Tag Schema"
 */
export function mergeReferrers(
  present: Uint8Array<ArrayBuffer>,
  past: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> | undefined {
  const [now, before] = [parseIndex(present), parseIndex(past)]
  if (!now || !before) return undefined
  const lacking = listLacking(now, before)
  return lacking.length === 0 ? present : write(withAtEnd(now, lacking))
}

/**
 * The list without the entries of `digests`; every other field and entry stays in its place. `undefined` where
 * it is no list, or has none of them.
 *
 * @see distribution-spec, "Deleting Manifests"
 */
export function withoutReferrers(
  list: Uint8Array<ArrayBuffer>,
  digests: ReadonlySet<string>,
): Uint8Array<ArrayBuffer> | undefined {
  const json = parseIndex(list)
  const manifests = json?.manifests ?? []
  const left = manifests.filter(({ digest }) => !digests.has(digest))
  return left.length < manifests.length ? write({ ...json, manifests: left }) : undefined
}

/**
 * The list in `present`, or an empty one, with those entries of `past` at its end that `digests` names. Where
 * it then says what `past` said, it is `past`, to the byte. Gives back `present` itself where it lacks none of
 * them, `undefined` where one is no list.
 */
export function withReferrers(
  present: Uint8Array<ArrayBuffer> | undefined,
  past: Uint8Array<ArrayBuffer>,
  digests: ReadonlySet<string>,
): Uint8Array<ArrayBuffer> | undefined {
  const before = parseIndex(past)
  const now = present ? parseIndex(present) : before && { ...before, manifests: [] }
  if (!now || !before) return undefined
  const lacking = listLacking(now, before).filter(({ digest }) => digests.has(digest))
  if (present && lacking.length === 0) return present
  const after = withAtEnd(now, lacking)
  return print(after) === print(before) ? past : write(after)
}

type Index = v.InferInput<typeof index>
type Entry = NonNullable<Index['manifests']>[number]

/** Entries that `before` has and `now` has not. */
function listLacking(now: Index, before: Index): readonly Entry[] {
  const known = new Set((now.manifests ?? []).map(({ digest }) => digest))
  return (before.manifests ?? []).filter(({ digest }) => !known.has(digest))
}

function withAtEnd(list: Index, entries: readonly Entry[]): Index {
  return { ...list, manifests: [...(list.manifests ?? []), ...entries] }
}

/** Equal texts: the same fields and the same entries, in whatever order these are. */
function print({ manifests, ...rest }: Index): string {
  return JSON.stringify([rest, (manifests ?? []).map((one) => JSON.stringify(one)).toSorted()])
}

function write(json: Index): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(json))
}

/** As it was written: fields in their order. */
function parseIndex(bytes: Uint8Array): Index | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return v.is(index, json) ? json : undefined
  } catch {
    return undefined
  }
}
