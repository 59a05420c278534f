import * as v from 'valibot'

const signed = v.object({
  signatures: v.pipe(v.array(v.object({ protected: v.string() })), v.minLength(1)),
})

/**
 * The bytes that a signed schema 1 manifest is addressed by: the JSON as it was before the signatures were
 * put in. Bytes without signatures come back as they are.
 *
 * @see Docker image manifest v2, schema 1, "Signed Manifests" (libtrust pretty signature)
 */
export function schema1Payload(bytes: Uint8Array, json: unknown): Uint8Array {
  const parsed = v.safeParse(signed, json)
  const encoded = parsed.success ? parsed.output.signatures[0]?.protected : undefined
  if (encoded === undefined) return bytes
  try {
    const header = v.parse(
      v.object({
        // A length beyond the bytes that are there would only cost memory.
        formatLength: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(bytes.length)),
        formatTail: v.string(),
      }),
      JSON.parse(new TextDecoder().decode(fromBase64Url(encoded))),
    )
    const tail = fromBase64Url(header.formatTail)
    const payload = new Uint8Array(header.formatLength + tail.length)
    payload.set(bytes.subarray(0, header.formatLength))
    payload.set(tail, header.formatLength)
    return payload
  } catch {
    return bytes
  }
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
