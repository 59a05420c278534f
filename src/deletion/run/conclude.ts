import type { DeletionReport, ManifestOutcome, Verification } from '../plan/report.ts'
import type { Run } from './run.ts'
import { verify } from './verify.ts'

/** Looks at everything when nothing more is done, writes down what is found, and reports. */
export async function conclude(run: Run): Promise<DeletionReport> {
  const verification = await verify(run)
  await run.journal.close(run)
  return describeRun(run, verification)
}

/** What there is to say of a run now. */
export function describeRun(run: Run, verification: Verification): DeletionReport {
  const { plan } = run
  return {
    repository: plan.repository,
    at: new Date(),
    harmed: [...run.harmed],
    outcomes: new Map(run.outcomes),
    attachmentTags: plan.attachmentTags,
    manifests: listManifests(run),
    entries: run.journal.listTouched(),
    stopped: run.stopped,
    verification,
    leftovers: [...run.leftovers],
  }
}

function listManifests({ plan, manifests }: Run): ManifestOutcome[] {
  return plan.groups.flatMap(({ digest, role, tags, method }): ManifestOutcome[] => {
    if (!digest || tags.length > 0 || role.kind === 'selected' || method.kind === 'none') return []
    const outcome = manifests.get(digest) ?? { kind: 'not-started' }
    return [{ digest, role: role.kind, outcome }]
  })
}
