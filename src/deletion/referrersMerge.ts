import * as v from 'valibot'

const index = v.looseObject({
  manifests: v.nullish(v.array(v.looseObject({ digest: v.string() })), []),
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
  const [now, before] = [readIndex(present), readIndex(past)]
  if (!now || !before) return undefined
  const there = now.manifests ?? []
  const known = new Set(there.map(({ digest }) => digest))
  const lacking = (before.manifests ?? []).filter(({ digest }) => !known.has(digest))
  if (lacking.length === 0) return present
  return new TextEncoder().encode(JSON.stringify({ ...now, manifests: [...there, ...lacking] }))
}

function readIndex(bytes: Uint8Array) {
  try {
    const parsed = v.safeParse(index, JSON.parse(new TextDecoder().decode(bytes)))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
