import * as fc from 'fast-check'
import type { RegistryKind } from '../../stack/registry.mjs'
import { type Verdict, runBatch } from './batch.ts'
import { drawCase, drawCut, drawOnOdd } from './draw.ts'
import { runInterrupted } from './interrupted.ts'
import { drawInterrupted } from './interruption.ts'
import type { Product } from './product.ts'

/** Complete deletions, deletions behind something that truncates lists or on odd registries, or interrupted ones. */
export type Subject = 'deletions' | 'cut-lists' | 'oddities' | 'interruptions'

export type Proof = {
  readonly subject: Subject
  readonly kind: RegistryKind
  readonly product: Product
  readonly seed: number
}

/** A case that ended badly: how to find it again, what was drawn, what was wrong. */
export type Failure = {
  readonly subject: Subject
  readonly kind: RegistryKind
  readonly seed: number
  readonly index: number
  readonly drawn: unknown
  readonly wrong: readonly string[]
}

export type Proved = {
  readonly failures: readonly Failure[]
  /** How many cases were really interrupted. */
  readonly struck: number
}

/** Cases that share a registry, its garbage collection and its restart. */
const BATCH = 40

/**
 * Draws cases and tries them from number `from` on, batch by batch; returns those that end badly. The same seed
 * draws the same cases.
 */
export async function proveCases(
  proof: Proof,
  { from = 0, count }: { from?: number; count: number },
): Promise<Proved> {
  const failures: Failure[] = []
  let struck = 0
  for (let done = 0; done < count; done += BATCH) {
    const batch = await proveBatch(proof, from + done, Math.min(BATCH, count - done))
    failures.push(...batch.failures)
    struck += batch.struck
  }
  return { failures, struck }
}

/**
 * The smallest case that fails in the same way, alone on its own registry; `undefined` if it succeeds alone.
 *
 * @param seconds how long to look for smaller ones
 */
export async function shrinkFailure(
  { index, ...failure }: Failure,
  product: Product,
  seconds: number,
): Promise<Failure | undefined> {
  const { subject, kind, seed } = failure
  let smallest: Failure | undefined
  const isWell = async (drawn: unknown) => {
    const [verdict] = await tryCases({ subject, kind, product, seed }, [drawn], index)
    const wrong = verdict?.wrong ?? []
    if (wrong.length > 0) smallest = { ...failure, index, drawn, wrong }
    return wrong.length === 0
  }
  await fc.check(fc.asyncProperty(arbitraryOf(subject, kind), isWell), {
    seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: seconds * 1000,
  })
  return smallest
}

/** A failure in readable form, with the command that reproduces it. */
export function describeFailure({ subject, kind, seed, index, drawn, wrong }: Failure): string {
  return [
    `${kind}: case ${index} of the ${subject} of seed ${seed} ended badly`,
    ...wrong.map((sentence) => `  ${sentence}`),
    `  drawn: ${JSON.stringify(drawn)}`,
    `  again: KIND=${kind} SUBJECT=${subject} SEED=${seed} CASE=${index} npm run prove`,
  ].join('\n')
}

async function proveBatch(proof: Proof, from: number, count: number): Promise<Proved> {
  const { subject, kind, seed } = proof
  const all = fc.sample<unknown>(arbitraryOf(subject, kind), { seed, numRuns: from + count })
  const drawn = all.slice(from)
  const verdicts = await tryCases(proof, drawn, from)
  const failures = verdicts.flatMap(({ wrong }, at) =>
    wrong.length > 0 ? [{ subject, kind, seed, index: from + at, drawn: drawn[at], wrong }] : [],
  )
  return { failures, struck: verdicts.filter(({ isStruck }) => isStruck).length }
}

function arbitraryOf(subject: Subject, kind: RegistryKind): fc.Arbitrary<unknown> {
  const arbitraries = {
    deletions: drawCase,
    'cut-lists': drawCut,
    oddities: drawOnOdd,
    interruptions: drawInterrupted,
  } as const
  return arbitraries[subject](kind)
}

async function tryCases(
  { subject, kind, product }: Proof,
  drawn: readonly unknown[],
  from: number,
): Promise<readonly Verdict[]> {
  const options = { kind, product, from }
  return subject === 'interruptions'
    ? await runInterrupted(drawn as Parameters<typeof runInterrupted>[0], options)
    : await runBatch(drawn as Parameters<typeof runBatch>[0], options)
}
