import { describe, expect, onTestFinished, test } from 'vitest'
import { authorizedTransport } from '../../registry/auth/authorizer.ts'
import type { Login } from '../../registry/auth/login.ts'
import { realmOf } from '../../registry/auth/token.ts'
import { parseRepositoryName } from '../../../test/names.ts'
import { fetchTransport } from '../../registry/transport/transport.ts'
import { type DeletionAbility, probeDeletion } from './ability.ts'
import { tryDeletion } from './tryDeletion.ts'
import {
  Repository,
  type World,
  listKinds,
  startWorld,
} from '../../../test/scenarios/repository.ts'

async function startFor(...options: Parameters<typeof startWorld>): Promise<World> {
  const world = await startWorld(...options)
  onTestFinished(() => world.stop())
  return world
}

async function probe({ proxy }: World, name = 'some/where', login?: Login) {
  const transport = authorizedTransport(
    fetchTransport(proxy.origin),
    () => login,
    realmOf(proxy.origin),
  )
  return summary(await probeDeletion({ transport, repository: parseRepositoryName(name) }))
}

function summary(ability: DeletionAbility): string {
  return ability.kind === 'refused' ? `refused by ${ability.by}` : ability.kind
}

for (const { kind, isMissing, note } of await listKinds()) {
  describe.skipIf(isMissing)(`distribution ${kind}${note}`, () => {
    test('says what can be deleted, even in a repository that doesn’t exist', async () => {
      const world = await startFor(kind)
      const repository = new Repository(world)
      await repository.push('a')
      const expected = kind === '2.8.2' ? 'by-digest' : 'by-tag'
      expect(await probe(world, repository.name)).toBe(expected)
      expect(await probe(world)).toBe(expected)
      expect(await repository.listed()).toEqual(['a'])
    })

    test('something pushed for the purpose can be deleted, and nothing else goes', async () => {
      const world = await startFor(kind)
      const repository = new Repository(world)
      await repository.push('a')
      const before = await repository.digestOf('a')
      const place = { transport: fetchTransport(world.proxy.origin), repository: repository.name }
      expect(await tryDeletion(place)).toMatchObject({ kind: 'deleted' })
      expect(await repository.listed()).toEqual(['a'])
      expect(await repository.digestOf('a')).toBe(before)
      await world.registry.restart({ deletion: false })
      expect(await tryDeletion(place)).toMatchObject({ kind: 'refused', at: 'delete' })
    })

    test('says what prevents deletion', async () => {
      const world = await startFor(kind, { deletion: false })
      expect(await probe(world)).toBe('refused by deletion-off')
      await world.registry.restart({ deletion: true, readOnly: true })
      expect(await probe(world)).toBe('refused by maintenance')
      await world.registry.restart({
        readOnly: false,
        htpasswd: { user: 'anna', password: 'secret' },
      })
      expect(await probe(world)).toBe('refused by login')
      const login = { user: 'anna', password: 'secret' }
      expect(await probe(world, 'some/where', login)).toBe(
        kind === '2.8.2' ? 'by-digest' : 'by-tag',
      )
    })

    test('waits as long as a 429 asks for', async () => {
      const world = await startFor(kind)
      const wait = { fault: 'status', status: 429, headers: { 'Retry-After': '1' } } as const
      world.proxy.rules([{ method: 'DELETE', times: 1, ...wait }])
      expect(await probe(world)).toBe(kind === '2.8.2' ? 'by-digest' : 'by-tag')
    })

    test('understands responses of proxies in front of the registry', async () => {
      const world = await startFor(kind)
      const answer = (status: number, code: string) =>
        world.proxy.rules([{ method: 'DELETE', fault: 'status', status, code }])
      answer(405, 'READ_ONLY')
      expect(await probe(world)).toBe('refused by read-only')
      answer(403, 'ORIGIN_REFUSED')
      expect(await probe(world)).toBe('refused by origin')
      answer(403, 'DENIED')
      expect(await probe(world)).toBe('refused by no-right')
      answer(500, 'UNKNOWN')
      expect(await probe(world)).toBe('refused by unknown')
      world.proxy.rules([{ method: 'DELETE', fault: 'html', status: 404 }])
      expect(await probe(world)).toBe('refused by unknown')
      world.proxy.rules([{ method: 'DELETE', fault: 'html', status: 200 }])
      await expect(probe(world)).rejects.toMatchObject({ name: 'MalformedResponseError' })
      world.proxy.rules([{ method: 'DELETE', fault: 'reset' }])
      await expect(probe(world)).rejects.toMatchObject({ name: 'RegistryUnreachableError' })
    })
  })
}
