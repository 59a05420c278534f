import { createHash, generateKeyPairSync, sign } from 'node:crypto'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** When such images were created. */
export const SCHEMA1_CREATED = '2015-01-01T00:00:00Z'

/** A signed schema 1 manifest: `digest` is that of its content without the signature. */
export type Schema1 = { readonly bytes: Buffer; readonly digest: string }

/**
 * Writes and signs a schema 1 manifest of layers.
 *
 * @see Docker image manifest v2, schema 1, "Signed Manifests"
 */
export function signSchema1(name: string, tag: string, layers: readonly string[]): Schema1 {
  const content = JSON.stringify(
    {
      schemaVersion: 1,
      name,
      tag,
      architecture: 'amd64',
      fsLayers: layers.map((blobSum) => ({ blobSum })),
      history: layers.map((layer) => ({
        v1Compatibility: JSON.stringify({ id: layer.slice(7), created: SCHEMA1_CREATED }),
      })),
    },
    null,
    3,
  )
  const head = content.slice(0, content.lastIndexOf('\n}'))
  const tail = content.slice(head.length)
  const protectedHeader = base64url(
    JSON.stringify({
      formatLength: Buffer.byteLength(head),
      formatTail: base64url(tail),
      time: SCHEMA1_CREATED,
    }),
  )
  const input = `${protectedHeader}.${base64url(content)}`
  const signature = sign('sha256', Buffer.from(input), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  })
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' })
  const signatures = [
    {
      header: { jwk: { crv, kty, x, y }, alg: 'ES256' },
      signature: base64url(signature),
      protected: protectedHeader,
    },
  ]
  const bytes = Buffer.from(`${head},\n   "signatures": ${JSON.stringify(signatures)}${tail}`)
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  return { bytes, digest }
}

function base64url(bytes: string | Buffer): string {
  return Buffer.from(bytes).toString('base64url')
}
