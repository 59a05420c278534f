import { createEmulator } from '../stack/products/emulator.mjs'
import { DISTRIBUTION, type Switches } from '../stack/products/products.mjs'
import { store } from '../stack/products/state.mjs'
import { MEDIA_TYPE } from '../src/registry/mediaTypes.ts'
import { fakeTransport } from './fakeTransport.ts'

/** distribution 2.8, which deletes at once and only by digest, and knows no pages. */
const BEFORE_3: Switches = {
  ...DISTRIBUTION,
  tags: { isWhole: true },
  deleteTag: '400 DIGEST_INVALID provided digest did not match uploaded content',
}

/** One repository, `a`, in memory. The oddities may be changed at any time. */
export function createMemoryRegistry(odd: Partial<Switches> = {}) {
  const { rules, repository, answer } = createEmulator({ ...BEFORE_3, ...odd })
  const held = repository('a')
  const push = (reference: string, value: object, mediaType: string = MEDIA_TYPE.ociManifest) => {
    const bytes = new TextEncoder().encode(JSON.stringify(value))
    return store(held, reference, { mediaType, bytes })
  }
  const transport = fakeTransport((path, { method = 'GET', body, headers = {} }) => {
    const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    const answered = answer({
      method,
      url: new URL(path, 'http://registry.test'),
      headers: Object.fromEntries(names),
      body: body ?? new Uint8Array(),
    })
    const isEmpty = method === 'HEAD' || answered.body.length === 0
    return new Response(isEmpty ? null : new Uint8Array(Buffer.from(answered.body)), answered)
  })
  return { transport, ...held, push, rules }
}
