import { describe, expect, test } from 'vitest'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { parseManifest } from '../../registry/manifest.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import type { DeletionPlan, PlannedGroup } from './deletionPlan.ts'
import { leaveAttachments, leaveImages } from './leaveOut.ts'
import { inWaves } from '../run/carryOut.ts'
import { type Companions, NO_COMPANIONS } from './companions.ts'
import { type Contents, type Situation, decideGroups, keptRoots } from './groups.ts'
import type { TagState } from '../../registry/tags/tagReader.ts'

const D = `sha256:${'d'.repeat(64)}` as Digest
const E = `sha256:${'e'.repeat(64)}` as Digest
const at = (digest: Digest): TagState => ({ kind: 'at', digest, mediaType: MEDIA_TYPE.ociManifest })
const unknown: TagState = { kind: 'unknown', problem: 'error', hasEmptyLink: false, message: '500' }
const silent: TagState = { ...unknown, problem: 'silent' }
const nothing = { holdersOf: () => [], unread: [] }

function image(
  digest: Digest,
  json: object = { config: descriptor(D), layers: [] },
): FetchedManifest {
  const bytes = new TextEncoder().encode(JSON.stringify(json))
  const mediaType = 'manifests' in json ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest
  return { digest, mediaType, bytes, manifest: parseManifest(json, mediaType) }
}

function descriptor(digest: Digest) {
  return { mediaType: MEDIA_TYPE.ociManifest, digest, size: 2 }
}

function situation(
  states: Record<string, TagState>,
  selected: string,
  rest: Partial<Situation> = {},
): Situation {
  const entries = Object.entries(states) as [Tag, TagState][]
  const contents: Contents = {
    kept: nothing,
    manifests: new Map([D, E].map((digest) => [digest, image(digest)])),
    unreadable: new Map(),
  }
  return {
    ability: 'by-digest',
    selected: new Set(selected.split(' ') as Tag[]),
    states: new Map(entries),
    listed: new Set(entries.map(([tag]) => tag)),
    listIsWhole: true,
    canary: undefined,
    companions: NO_COMPANIONS,
    contents,
    ...rest,
  }
}

function decide(...input: Parameters<typeof situation>): string[] {
  return decideGroups(situation(...input)).map(
    ({ tags, method, keptBecause }) =>
      `${tags.join('+')}: ${method.kind}${method.kind === 'none' ? ` (${method.because.kind})` : ''}${keptBecause.map(({ kind }) => `, ${kind}`).join('')}`,
  )
}

describe('a digest is deleted only if nothing needs it', () => {
  test('all its tags are selected', () => {
    expect(decide({ a: at(D), b: at(D), c: at(E) }, 'a b')).toEqual(['a+b: digest'])
  })

  test('groups are in the order of selection', () => {
    expect(decide({ a: at(D), b: at(E) }, 'b a')).toEqual(['b: digest', 'a: digest'])
  })

  test.for([
    ['by-digest', 're-push'],
    ['by-tag', 'untag'],
  ] as const)(
    '%s: shared, needed, unknown and unlisted ones are untagged by %s',
    ([ability, how]) => {
      expect(decide({ a: at(D), b: at(D) }, 'a', { ability })).toEqual([`a: ${how}, shared`])
      const states = { a: at(D), b: unknown }
      const canary = 'sound' as const
      expect(decide(states, 'a', { ability, canary })).toEqual([`a: ${how}, unknown-tags`])
      expect(decide({ a: at(D), b: silent }, 'a', { ability })).toEqual([`a: ${how}, unknown-tags`])
      expect(decide({ a: at(D) }, 'a', { ability, listIsWhole: false })).toEqual([
        `a: ${how}, list-incomplete`,
      ])
    },
  )

  test('a kept index contains it', () => {
    const { contents } = situation({ a: at(D) }, 'a')
    const kept = { holdersOf: () => [{ digest: E, mediaType: '', tags: [] }], unread: [] }
    const held = { contents: { ...(contents as Contents), kept } }
    expect(decide({ a: at(D) }, 'a', held)).toEqual(['a: re-push, in-index'])
  })

  test('nothing is decided before the manifests are read', () => {
    const early = { contents: undefined }
    expect(decide({ a: at(D), b: at(E), c: at(E) }, 'a b', early)).toEqual([
      'a: undecided',
      'b: undecided, shared',
    ])
    expect(decide({ b: at(E), c: at(E) }, 'b', { ...early, ability: 'by-tag' })).toEqual([
      'b: untag, shared',
    ])
  })
})

describe('what cannot be removed', () => {
  test('nothing in a poisoned repository, if only digests can be deleted', () => {
    const poisoned = { canary: 'poisoned' } as const
    const states = { a: at(D), b: at(E), c: at(E), broken: unknown }
    expect(decide(states, 'a b', poisoned)).toEqual([
      'a: none (canary), unknown-tags, canary',
      'b: none (canary), shared, unknown-tags, canary',
    ])
    expect(decide(states, 'a broken', { ...poisoned, ability: 'by-tag' })).toEqual([
      'a: untag, canary',
      'broken: untag',
    ])
  })

  test('a legacy image, a very large one and an unreadable one are deleted only as a whole', () => {
    const { contents } = situation({ a: at(D) }, 'a')
    const shared = { a: at(D), b: at(D) }
    const withImage = (found: FetchedManifest) => ({
      contents: { ...(contents as Contents), manifests: new Map([[D, found]]) },
    })
    const legacy = parseManifest({ fsLayers: [], history: [] }, MEDIA_TYPE.signedSchema1)
    const large = { ...image(D), bytes: new Uint8Array(4 * 1024 * 1024) }
    const old = withImage({ ...image(D), manifest: legacy })
    expect(decide(shared, 'a', old)).toEqual(['a: none (schema-1), shared'])
    expect(decide(shared, 'a b', old)).toEqual(['a+b: digest'])
    expect(decide(shared, 'a', withImage(large))).toEqual(['a: none (too-large), shared'])
    const unreadable = {
      contents: {
        ...(contents as Contents),
        manifests: new Map(),
        unreadable: new Map([[D, 'changed on disk']]),
      },
    }
    expect(decide(shared, 'a b', unreadable)).toEqual(['a+b: none (image-unread), image-unread'])
    expect(decide(shared, 'a b', { ...unreadable, ability: 'by-tag' })).toEqual([
      'a+b: untag, image-unread',
    ])
  })

  test('tags without a manifest and unreadable ones', () => {
    const states = { gone: { kind: 'absent' }, broken: unknown, still: silent } as const
    expect(decide(states, 'gone broken still', { canary: 'sound' })).toEqual([
      'gone: replace',
      'broken: none (tag-unread)',
      'still: none (tag-unread)',
    ])
    expect(decide(states, 'gone broken still', { ability: 'by-tag' })).toEqual([
      'gone: untag',
      'broken: untag',
      'still: none (tag-unread)',
    ])
    expect(decide(states, 'gone', { listed: new Set() })).toEqual([])
    // Because of it, deleting any digest fails half-way until it is filled.
    const emptyLink = { ...unknown, hasEmptyLink: true }
    expect(decide({ a: at(D), broken: emptyLink }, 'a broken', { canary: 'poisoned' })).toEqual([
      'a: none (canary), unknown-tags, canary',
      'broken: replace',
    ])
  })

  test('kept selected tags need their images like all others', () => {
    const { contents } = situation({ a: at(D) }, 'a')
    const unreadable = new Map([[D, 'changed on disk']])
    const manifests = new Map([[E, image(E)]])
    const found = situation({ a: at(D), b: at(E) }, 'a b', {
      contents: { ...(contents as Contents), unreadable, manifests },
    })
    expect(keptRoots(found).map(({ digest }) => digest)).toEqual([D])
  })
})

describe('what is deleted with an image', () => {
  const index = image(D, { manifests: [descriptor(E)] })
  const S = `sha256:${'5'.repeat(64)}` as Digest
  const signature = `sha256-${'d'.repeat(64)}.sig` as Tag
  const { contents } = situation({ a: at(D) }, 'a')
  const states = { a: at(D), [signature]: at(S) }
  const companions: Companions = {
    tags: new Map([[signature, D]]),
    parts: new Map([[E, { kind: 'child', of: [D] }]]),
  }
  const found = {
    companions,
    contents: {
      ...(contents as Contents),
      manifests: new Map([
        [D, index],
        [E, image(E)],
        [S, image(S)],
      ]),
    },
  }
  const describeAll = (groups: readonly PlannedGroup[]) =>
    groups.map(
      ({ digest, tags, role, method, after }) =>
        `${tags.join('+') || digest} ${role.kind} ${method.kind}${after.length > 0 ? ` after ${after.join(' ')}` : ''}`,
    )

  test('a child and a signature are deleted after it', () => {
    const groups = decideGroups(situation(states, 'a', found))
    expect(describeAll(groups)).toEqual([
      'a selected digest',
      `${signature} attachment digest after ${D}`,
      `${E} child digest after ${D}`,
    ])
    const tagsOf = (wave: readonly PlannedGroup[]) => wave.flatMap(({ tags }) => tags)
    expect(inWaves(groups).map((wave) => tagsOf(wave))).toEqual([['a'], [signature]])
  })

  test('a child needed by something kept is kept, with the reason', () => {
    const root = { digest: S, mediaType: '', tags: ['other' as Tag] }
    const kept = { holdersOf: (one: Digest) => (one === E ? [root] : []), unread: [] }
    const [group, ...others] = decideGroups(
      situation(states, 'a', { ...found, contents: { ...found.contents, kept } }),
    )
    expect(group?.keptParts).toEqual([
      {
        digest: E,
        kind: 'child',
        tags: [],
        keptBecause: [{ kind: 'in-index', index: S, tags: ['other'] }],
      },
    ])
    expect(describeAll(others)).toEqual([`${signature} attachment digest after ${D}`])
  })

  test('a signature that has another tag only loses its own', () => {
    const shared = { ...states, mine: at(S) }
    const [, group] = decideGroups(situation(shared, 'a', found))
    expect(group).toMatchObject({ tags: [signature], method: { kind: 're-push' } })
  })

  test('a signature with a selected tag isn’t deleted with that tag', () => {
    const shared = { ...states, mine: at(S), other: at(S) }
    const [mine, attached] = decideGroups(situation(shared, 'mine a', found))
    expect(mine).toMatchObject({ tags: ['mine'], role: { kind: 'selected' } })
    expect(attached).toMatchObject({ tags: [signature], role: { kind: 'attachment', of: [D] } })
  })

  test('a child that is itself selected isn’t a companion, and is deleted after it', () => {
    const groups = decideGroups(situation({ child: at(E), a: at(D) }, 'child a', found))
    expect(describeAll(groups)).toEqual([`child selected digest after ${D}`, 'a selected digest'])
  })

  test('if images or attachments are left out, nothing of them is in the plan', () => {
    const groups = decideGroups(situation(states, 'a', { ...found, ability: 'by-tag' }))
    const attachmentTags = new Set([signature])
    const plan = { ability: 'by-tag', groups, attachmentTags } as unknown as DeletionPlan
    expect(describeAll(leaveImages(plan).groups)).toEqual(['a selected untag'])
    const left = leaveAttachments(plan)
    expect(describeAll(left.groups)).toEqual(['a selected digest', `${E} child digest after ${D}`])
    expect(left.groups[0]?.keptParts).toMatchObject([{ digest: S, tags: [signature] }])
  })

  test.for([
    ['by-digest', 're-push'],
    ['by-tag', 'untag'],
  ] as const)('%s: a selected tag on a signature that is left goes by %s', ([ability, how]) => {
    const shared = { ...states, mine: at(S) }
    const groups = decideGroups(situation(shared, 'a mine', { ...found, ability }))
    const store = { known: found.contents.manifests }
    const attachmentTags = new Set([signature])
    const plan = { ability, groups, attachmentTags, store } as unknown as DeletionPlan
    const [, mine] = leaveAttachments(plan).groups
    expect(mine).toMatchObject({
      tags: ['mine'],
      method: { kind: how },
      keptBecause: [{ kind: 'shared', tags: [signature] }],
    })
    if (ability === 'by-digest') return
    expect(leaveImages(plan).groups.map(({ tags }) => tags)).toEqual([['a'], ['mine']])
  })
})
