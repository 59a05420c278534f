import * as fc from 'fast-check'
import { DAY, NOW } from './drawRule.ts'

/** When an image was created: in days before the rule is evaluated, or something unusable. */
export type DrawnTime = number | 'none' | 'year 1' | 'words'

/** Few values, so that many are equal; some exactly at the limits of rules, or of what counts as a date. */
export function drawTime(): fc.Arbitrary<DrawnTime> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(-1, 0, 1, 2, 7, 8, 21, 22, 90, 400) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(-2, 5_000, 'none' as const, 'year 1' as const, 'words' as const),
    },
  )
}

/** How a family of builders writes it into a config, and the time it means, if any. */
export function writeTime(
  time: DrawnTime,
  family: 'oci' | 'docker',
): { readonly text: string | undefined; readonly at: number | undefined } {
  switch (time) {
    case 'none':
      return { text: undefined, at: undefined }
    case 'year 1':
      return { text: '0001-01-01T00:00:00Z', at: undefined }
    case 'words':
      return { text: 'yesterday', at: undefined }
    default: {
      const at = NOW - time * DAY
      if (family === 'oci') return { text: new Date(at).toISOString().replace('Z', '000000Z'), at }
      const east = new Date(at + 2 * 3_600_000).toISOString()
      return { text: east.replace('Z', '+02:00'), at }
    }
  }
}
