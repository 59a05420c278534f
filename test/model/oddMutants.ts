import type * as Absence from '../../src/registry/absence.ts'
import type { RegistryRejectedError } from '../../src/registry/errors.ts'
import type * as CloseEntry from '../../src/deletion/journal/closeEntry.ts'
import type { TagOutcome } from '../../src/deletion/plan/report.ts'
import type { Mutant } from './mutant.ts'

type Closing = Parameters<typeof CloseEntry.closeEntry>

/** The rules for registries that differ from distribution. */
export const oddMutants: readonly Mutant[] = [
  {
    rule: 'the look at everything kept after the first image',
    module: '../../src/deletion/run/scout.ts',
    replace: () => ({ lookAfterScout: () => Promise.resolve() }),
    subject: 'oddities',
    seed: 17,
    at: 12,
  },
  {
    rule: 'the trial before a tag is overwritten',
    module: '../../src/deletion/run/removal/trial.ts',
    replace: () => ({ seeDeletionWork: () => Promise.resolve(undefined) }),
    subject: 'oddities',
    seed: 1,
    at: 8,
  },
  {
    rule: 'restoring what went along',
    module: '../../src/deletion/run/harm.ts',
    replace: () => ({ restoreHarmed: () => Promise.resolve([]) }),
    subject: 'oddities',
    seed: 1,
    at: 5,
  },
  {
    rule: 'waiting for late deletions',
    module: '../../src/deletion/run/late.ts',
    replace: () => ({ waitForLate: () => Promise.resolve(false) }),
    subject: 'oddities',
    seed: 1,
    at: 3,
  },
  {
    rule: 'the question whether a refusal is about one object only',
    module: '../../src/deletion/run/removal/refusal.ts',
    replace: () => ({ narrowRefusal: (_: unknown, refusal: unknown) => Promise.resolve(refusal) }),
    subject: 'oddities',
    seed: 1,
    at: 31,
  },
  {
    rule: 'absence in other words',
    module: '../../src/registry/absence.ts',
    replace: ({ provesAbsence }: typeof Absence) => ({
      provesAbsence: (error: RegistryRejectedError) =>
        provesAbsence(error) && error.hasCode('MANIFEST_UNKNOWN'),
    }),
    subject: 'oddities',
    seed: 1,
    at: 9,
  },
  {
    rule: 'that only an error of the registry proves an absence',
    module: '../../src/registry/absence.ts',
    replace: () => ({ provesAbsence: ({ status }: { status?: number }) => status === 404 }),
    subject: 'oddities',
    seed: 1,
    at: 7,
  },
  {
    rule: 'the record of what the registry may delete later',
    module: '../../src/deletion/journal/closeEntry.ts',
    replace: ({ closeEntry }: typeof CloseEntry) => ({
      closeEntry: (...[entry, end, sent]: Closing) =>
        closeEntry(entry, { ...end, outcomes: withoutDoubt(end.outcomes) }, sent),
    }),
    subject: 'oddities',
    seed: 9,
    at: 8,
  },
  {
    rule: 'the content of attachments',
    module: '../../src/image/attachmentContent.ts',
    replace: () => ({ isAttachment: () => true }),
    subject: 'deletions',
    seed: 3,
    at: 8,
  },
]

/** What is still there counts as not deleted. */
function withoutDoubt(outcomes: Closing[1]['outcomes']): Closing[1]['outcomes'] {
  const judge = (outcome: TagOutcome): TagOutcome =>
    outcome.kind === 'unconfirmed'
      ? { kind: 'failed', why: 'rejected', message: outcome.message }
      : outcome
  return new Map([...outcomes].map(([tag, outcome]) => [tag, judge(outcome)]))
}
