import type { DeletionPlan, PlannedGroup } from '../src/deletion/plan/deletionPlan.ts'
import type { Digest } from '../src/registry/names.ts'
import { parseRepositoryName } from './names.ts'

/** A digest recognizable by its letter. */
export const digestOf = (letter: string) => `sha256:${letter.repeat(64)}` as Digest

/** A selected image that is deleted by digest, unless `change` says otherwise. */
export function groupOf(change: Partial<PlannedGroup>): PlannedGroup {
  return {
    digest: digestOf('a'),
    tags: [],
    role: { kind: 'selected' },
    method: { kind: 'digest' },
    keptBecause: [],
    keptParts: [],
    after: [],
    undo: { kind: 'yes' },
    ...change,
  }
}

/** A complete plan of these groups in an otherwise unknown repository, unless `change` says otherwise. */
export function planOf(
  groups: readonly PlannedGroup[],
  change: Partial<DeletionPlan> = {},
): DeletionPlan {
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
