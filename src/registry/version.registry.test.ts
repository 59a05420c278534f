import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goPart } from '../../stack/parts.mjs'
import { pushImage } from '../../stack/content.mjs'
import { type Registry, startRegistry } from '../../stack/registry.mjs'
import { parseRepositoryName } from '../../test/names.ts'
import { fetchTransport } from './transport/transport.ts'
import { askRegistryVersion } from './version.ts'

const isMissing = (await goPart('distribution-3.1.2')) === undefined

describe.each([
  { kind: '2.8.2', version: 'distribution-2', isSkipped: false, note: '' },
  {
    kind: '3.1.2',
    version: 'distribution-3',
    isSkipped: isMissing,
    note: isMissing ? ' (needs go)' : '',
  },
] as const)('distribution $kind$note', ({ kind, version, isSkipped }) => {
  let registry: Registry
  beforeAll(async () => {
    if (!isSkipped) registry = await startRegistry({ kind })
  })
  afterAll(() => registry?.stop())

  test.skipIf(isSkipped)('is recognized by its wording', async () => {
    await pushImage({ origin: registry.origin, repository: 'app', tag: 'a' })
    const ask = (name: string) =>
      askRegistryVersion({
        transport: fetchTransport(registry.origin),
        repository: parseRepositoryName(name),
      })
    expect(await ask('app')).toBe(version)
    expect(await ask('nowhere')).toBe(version)
  })
})
