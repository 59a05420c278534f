import { describe, expect, test } from 'vitest'
import type { RegistryKind } from '../../stack/registry.mjs'
import { findKind } from '../scenarios/repository.ts'
import { type Product, loadProduct } from './product.ts'
import {
  type Failure,
  type Proof,
  type Subject,
  describeFailure,
  proveCases,
  shrinkFailure,
} from './prover.ts'

/** The same cases each time: failures are caused by the latest change. */
const SEED = 4
/** How long to look for smaller failures. */
const SHRINK_SECONDS = 60

/**
 * Tests with this many cases on one kind of registry.
 *
 * @param seed for having a certain case among the first few
 */
export async function describeProofs(
  kind: RegistryKind,
  amounts: Partial<Record<Subject, number>>,
  seed = SEED,
): Promise<void> {
  const { isMissing, note } = await findKind(kind)
  describe.skipIf(isMissing)(`${kind}${note}`, () => {
    for (const [subject, count] of Object.entries(amounts) as [Subject, number][]) {
      test(`${count} ${subject} keep every promise`, { timeout: 900_000 }, async () => {
        const proof: Proof = { subject, kind, product: await loadProduct(), seed }
        const { failures, struck } = await proveCases(proof, { count })
        await failWith(failures, proof.product)
        // The seed interrupts no case in which nothing can be deleted.
        expect(struck, 'interruptions that struck').toBe(subject === 'interruptions' ? count : 0)
      })
    }
  })
}

async function failWith([first, ...others]: readonly Failure[], product: Product): Promise<void> {
  if (!first) return
  const smallest = await shrinkFailure(first, product, SHRINK_SECONDS)
  const alone = smallest ? '' : '\n  (alone it ends well)'
  expect.fail(`${describeFailure(smallest ?? first)}${alone}\n  ${others.length} more failed`)
}
