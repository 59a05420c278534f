import { isDate } from '../../format/dates.ts'
import { isDescribedHash, isHash } from '../../format/hashes.ts'
import type { GroupKey } from '../language/rule.ts'
import { readVersion } from '../../format/versions.ts'

/**
 * The group of a tag: `ci-main` of `ci-main-1234`, `1.2` of `1.2.3`, `1` of `1.2.3`. `undefined` where it has
 * none: nothing to be taken off its end, or no version.
 */
export function readGroup(tag: string, per: GroupKey): string | undefined {
  if (per === 'prefix') return readPrefix(tag)
  const numbers = readVersion(tag)?.numbers
  return numbers?.split('.', per === 'minor' ? 2 : 1).join('.')
}

/**
 * A tag without the numbers, dates and hashes at its end, set apart by `-` or `_`; empty where it is made of
 * such alone, `undefined` where it ends with none. A version's numbers are none of them: `v1.2.3` has no
 * prefix, that of `v1.2.3-12-ge7e744a` is `v1.2.3`.
 */
function readPrefix(tag: string): string | undefined {
  if (isDate(tag)) return ''
  const parts = tag.split(/([-_])/)
  let length = parts.length
  while (length > 0 && isCount(parts[length - 1] ?? '')) length -= 2
  if (length === parts.length) return undefined
  return length <= 0 ? '' : parts.slice(0, length).join('')
}

function isCount(part: string): boolean {
  return /^\d+$/.test(part) || isDate(part) || isHash(part) || isDescribedHash(part)
}
