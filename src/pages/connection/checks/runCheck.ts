import { type Finding, failed } from '../finding.ts'
import type { Probe } from '../probe.ts'
import type { Check } from './checks.ts'

const SILENT: Finding = {
  state: 'unknown',
  seen: 'Not checked, since the registry doesn’t answer.',
}

/** Runs one check. If the registry is down, only the first one reports that. Never throws. */
export async function runCheck(check: Check, probe: Probe): Promise<Finding> {
  if (check.needsRegistry !== false) {
    const isUp = await probe.greeting().then(
      () => true,
      () => false,
    )
    if (!isUp) return SILENT
  }
  return await check.examine(probe).catch((error: unknown) => failed(error, 'unknown'))
}
