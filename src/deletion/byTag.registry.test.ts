import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leaveImages } from './deletionPlan.ts'
import { expectClean, outcomesOf } from './proof/deletion.ts'
import { deleteTags, plan, run } from './proof/product.ts'
import {
  Repository,
  type World,
  expectGone,
  expectUnharmed,
  findKind,
  remember,
  startWorld,
} from './proof/repository.ts'

// distribution 3.x deletes tags by name.

const { isMissing, note } = await findKind('3.1.2')
describe.skipIf(isMissing)(`distribution 3.1.2${note}`, () => {
  let world: World
  let repository: Repository
  beforeAll(async () => {
    world = await startWorld('3.1.2')
  })
  afterAll(() => world.stop())
  const fresh = () => (repository = new Repository(world))

  test('tags alone can be chosen: the image stays without a tag', async () => {
    fresh()
    const digest = await repository.push('a b', 'shared')
    const report = await run(repository, leaveImages(await plan(repository, 'a b')))
    await expectGone(repository, 'a b')
    expect(await repository.digestOf(digest)).toBe(digest)
    expect(repository.log('DELETE')).not.toContain(`DELETE manifests/${digest}`)
    expectClean(report)
  })

  test('a poisoned repository loses tags by name, but no image', async () => {
    fresh()
    const digest = await repository.push('a')
    await repository.push('broken')
    await repository.emptyLink('broken')
    const made = await plan(repository, 'a')
    const report = await run(repository, made)
    expect(outcomesOf(report)).toEqual({ a: 'deleted, image stays' })
    expect(await repository.digestOf('a')).toBeUndefined()
    expect(await repository.digestOf(digest)).toBe(digest)
  })

  test('the tag with the empty link itself can be removed', async () => {
    fresh()
    await repository.push('a')
    await repository.push('broken')
    await repository.emptyLink('broken')
    const before = await remember(repository, 'a')
    const report = await deleteTags(repository, 'broken')
    expect(await repository.listed()).toEqual(['a'])
    await expectUnharmed(repository, before)
    expect(outcomesOf(report)).toEqual({ broken: 'deleted, image stays' })
  })
})
