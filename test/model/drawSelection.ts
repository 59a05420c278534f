import * as fc from 'fast-check'
import { type DrawnRule, drawRule } from './drawRule.ts'

export type Selection =
  | { readonly kind: 'some'; readonly mask: readonly boolean[]; readonly withAttachments: boolean }
  | { readonly kind: 'one'; readonly at: number }
  /** All tags of one image, or all but one. */
  | { readonly kind: 'image'; readonly at: number; readonly isAllButOne: boolean }
  | { readonly kind: 'all'; readonly withAttachments: boolean }
  /** All but one. */
  | { readonly kind: 'others'; readonly at: number }
  /** Some attachments, by whatever tag, and no image. */
  | { readonly kind: 'attached'; readonly mask: readonly boolean[] }
  /** What the first of these rules that selects anything selects; else the first tag. */
  | { readonly kind: 'rule'; readonly rules: readonly DrawnRule[] }

export function drawSelection(): fc.Arbitrary<Selection> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('some' as const),
      mask: fc.array(fc.boolean(), { minLength: 1, maxLength: 12, size: 'max' }),
      withAttachments: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('one' as const), at: fc.nat(60) }),
    fc.record({ kind: fc.constant('image' as const), at: fc.nat(9), isAllButOne: fc.boolean() }),
    fc.record({ kind: fc.constant('all' as const), withAttachments: fc.boolean() }),
    fc.record({ kind: fc.constant('others' as const), at: fc.nat(60) }),
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('attached' as const),
        mask: fc.array(fc.boolean(), { minLength: 1, maxLength: 6, size: 'max' }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('rule' as const),
        rules: fc.array(drawRule(), { minLength: 1, maxLength: 4, size: 'max' }),
      }),
    },
  )
}
