import { expect, test } from 'vitest'
import { digestOf as digest, groupOf, planOf as plan } from '../../../test/deletionPlan.ts'
import type { Tag } from '../../registry/names.ts'
import type { PlannedGroup } from './deletionPlan.ts'
import { formatPlanJson } from './planJson.ts'

const tags = (names: string) => names.split(' ').filter(Boolean) as Tag[]
const group = (change: Partial<PlannedGroup>) => groupOf({ tags: tags('a'), ...change })

test('JSON says what is deleted, what isn’t, and why', () => {
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
