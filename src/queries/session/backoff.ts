import type { Query } from '@tanstack/react-query'
import { RegistryUnreachableError } from '../../registry/errors.ts'

/** For `refetchInterval`: retries an unreachable registry after 5 s, then after twice as long, up to a minute. */
export function askAgainAfter({
  state: { error, errorUpdateCount },
}: {
  state: Pick<Query['state'], 'error' | 'errorUpdateCount'>
}): number | false {
  if (!(error instanceof RegistryUnreachableError)) return false
  return Math.min(60_000, 5000 * 2 ** Math.max(0, errorUpdateCount - 1))
}
