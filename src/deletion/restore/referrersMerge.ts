import * as v from 'valibot'

const index = v.looseObject({
  manifests: v.nullish(v.array(v.looseObject({ digest: v.string() }))),
})

/**
 * The list of attachments in `present` with those of `past` that it lacks added at its end; its other fields
 * stay as they are. Returns `present` itself where it lacks none, `undefined` where one is no list.
 *
 * @see distribution-spec, "Referrers Tag Schema"
 */
export function mergeReferrers(
  present: Uint8Array<ArrayBuffer>,
  past: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> | undefined {
  const [now, before] = [parseIndex(present), parseIndex(past)]
  if (!now || !before) return undefined
  const known = new Set((now.manifests ?? []).map(({ digest }) => digest))
  const lacking = (before.manifests ?? []).filter(({ digest }) => !known.has(digest))
  if (lacking.length === 0) return present
  const merged = { ...now, manifests: [...(now.manifests ?? []), ...lacking] }
  return new TextEncoder().encode(JSON.stringify(merged))
}

/** As it was written: fields in their order. */
function parseIndex(bytes: Uint8Array): v.InferInput<typeof index> | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return v.is(index, json) ? json : undefined
  } catch {
    return undefined
  }
}
