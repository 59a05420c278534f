import type { Query } from '@tanstack/react-query'
import { RegistryUnreachableError } from '../registry/errors.ts'

/**
 * For `refetchInterval`: when to retry if the registry is unreachable, in milliseconds: after 5 s, then doubling up
 * to a minute.
 */
export function askAgainAfter({
  state: { error, errorUpdateCount },
}: {
  state: Pick<Query['state'], 'error' | 'errorUpdateCount'>
}): number | false {
  if (!(error instanceof RegistryUnreachableError)) return false
  return Math.min(60_000, 5000 * 2 ** Math.max(0, errorUpdateCount - 1))
}
