import { expect, test } from 'vitest'
import { type Digest, type Tag, parseRepositoryName } from '../../registry/names.ts'
import type { DeletionPlan, PlannedGroup } from './deletionPlan.ts'
import { formatPlanJson } from './planJson.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const tags = (names: string) => names.split(' ').filter(Boolean) as Tag[]

function group(change: Partial<PlannedGroup>): PlannedGroup {
  return {
    digest: digest('a'),
    tags: tags('a'),
    role: { kind: 'selected' },
    method: { kind: 'digest' },
    keptBecause: [],
    keptParts: [],
    after: [],
    undo: { kind: 'yes' },
    ...change,
  }
}

function plan(groups: readonly PlannedGroup[], change: Partial<DeletionPlan> = {}): DeletionPlan {
  return {
    repository: parseRepositoryName('team/app'),
    ability: 'by-digest',
    isComplete: true,
    groups,
    moved: [],
    alreadyGone: [],
    unknown: [],
    dangling: [],
    hidden: [],
    listIsWhole: true,
    states: new Map(),
    canary: undefined,
    attachmentTags: new Set(),
    orphans: [],
    isMeasured: false,
    store: {
      known: new Map(),
      isFresh: () => true,
      read: () => Promise.reject(new Error('not here')),
    },
    ...change,
  }
}

test('JSON says what goes, what does not, and why', () => {
  const kept = group({ tags: tags('k'), method: { kind: 'none', because: { kind: 'schema-1' } } })
  const json: unknown = JSON.parse(formatPlanJson(plan([group({}), kept]), new Date(0)))
  expect(json).toMatchObject({
    format: 'homeport-deletion-plan/1',
    at: '1970-01-01T00:00:00.000Z',
    repository: 'team/app',
    goes: [{ digest: digest('a'), tags: ['a'], method: { kind: 'digest' }, undo: { kind: 'yes' } }],
    cannotGo: [{ tags: ['k'], method: { kind: 'none', because: { kind: 'schema-1' } } }],
    freedByGarbageCollection: null,
  })
})
