import { type Finding, failed } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { CHECKS, type Check } from './checks.ts'

const SILENT: Finding = {
  state: 'unknown',
  seen: 'Not checked, since the registry doesn’t answer.',
}

/** Runs one check. Of several that fail for the same reason, only one reports it. Never throws. */
export async function runCheck(check: Check, probe: Probe): Promise<Finding> {
  if (check.needsRegistry !== false) {
    const isUp = await probe.greeting().then(
      () => true,
      () => false,
    )
    if (!isUp) return SILENT
  }
  return await check.examine(probe).catch((error: unknown): Finding => {
    const owner = CHECKS.find(({ id }) => id === probe.ownerOf(error))
    if (owner === undefined || owner === check) return failed(error, 'unknown')
    return { state: 'unknown', seen: `Not checked: see “${owner.title}”.` }
  })
}
