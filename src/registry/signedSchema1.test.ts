import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { schema1Payload } from './signedSchema1.ts'

const bytes = new Uint8Array(
  readFileSync(new URL('../../test/fixtures/registry/signed-schema1.json', import.meta.url)),
)
const json = JSON.parse(new TextDecoder().decode(bytes)) as {
  signatures: [{ header: { jwk: Record<string, string> }; signature: string; protected: string }]
}

test('the payload of a real manifest is what its signature signs', () => {
  const payload = schema1Payload(bytes, json)
  const [{ header, signature, protected: head }] = json.signatures
  const key = createPublicKey({ key: header.jwk, format: 'jwk' })
  const signed = Buffer.from(`${head}.${Buffer.from(payload).toString('base64url')}`)
  const proof = Buffer.from(signature, 'base64url')
  expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, proof)).toBe(true)
  expect(JSON.parse(new TextDecoder().decode(payload))).not.toHaveProperty('signatures')
})

test('without a readable signature the bytes are their own payload', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.jsonValue().map((signatures) => ({ signatures })),
        fc.string().map((text) => ({ signatures: [{ protected: text }] })),
        fc.jsonValue().map((head) => ({
          signatures: [{ protected: Buffer.from(JSON.stringify(head)).toString('base64url') }],
        })),
      ),
      (value) => {
        const isKept = schema1Payload(bytes, value) === bytes
        expect(isKept).toBe(true)
      },
    ),
  )
})

test.each([-1, 1.5, 1e12, 99_999_999])('a length of %d is ignored', (formatLength) => {
  const head = Buffer.from(JSON.stringify({ formatLength, formatTail: 'Cn0' })).toString(
    'base64url',
  )
  expect(schema1Payload(bytes, { signatures: [{ protected: head }] }) === bytes).toBe(true)
})
