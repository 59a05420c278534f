import type { RegistryKind } from '../../stack/registry.mjs'
import { loadProduct } from './product.ts'
import { type Failure, type Subject, describeFailure, proveCases, shrinkFailure } from './prover.ts'

export type ProveOptions = {
  readonly kinds: readonly RegistryKind[]
  readonly subjects: readonly Subject[]
  readonly seed: number
  /** How many cases on each kind of registry; if omitted, until `minutes` are over. */
  readonly cases: number | undefined
  readonly minutes: number | undefined
  /** Only this case, without looking for smaller ones. */
  readonly only: number | undefined
  readonly print: (line: string) => void
}

export type ProveResult = { readonly tried: number; readonly failed: number }

/** Cases per round. */
const ROUND = 40
/** One in so many has this subject. */
const SHARES: Readonly<Record<Subject, number>> = {
  deletions: 1,
  'cut-lists': 4,
  oddities: 2,
  interruptions: 10,
}
/** How long to look for smaller failures. */
const SHRINK_SECONDS = 120

/** Proves on all kinds of registry in turn, round by round. */
export async function prove(options: ProveOptions): Promise<ProveResult> {
  const { kinds, subjects, seed, cases = Infinity, minutes = Infinity, only, print } = options
  const product = await loadProduct()
  const begin = performance.now()
  const seconds = () => Math.round((performance.now() - begin) / 1000)
  let tried = 0
  let failed = 0
  const rounds = only === undefined ? Math.ceil(cases / ROUND) : 1
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of kinds) {
      if (seconds() > minutes * 60) return { tried, failed }
      for (const subject of subjects) {
        // No registry both hides tags itself and has lists that something else changes.
        if (kind === '3.1.1-s3' && ['cut-lists', 'oddities'].includes(subject)) continue
        await proveRound(round, kind, subject)
      }
    }
  }
  return { tried, failed }

  async function proveRound(round: number, kind: RegistryKind, subject: Subject): Promise<void> {
    const whole = Math.min(ROUND, cases - round * ROUND)
    const share = Math.ceil(whole / SHARES[subject])
    const from = only ?? (round * ROUND) / SHARES[subject]
    const count = only === undefined ? share : 1
    const { failures, struck } = await proveCases({ subject, kind, product, seed }, { from, count })
    tried += count
    failed += failures.length
    for (const failure of failures) print(await explain(failure))
    const strikes = subject === 'interruptions' ? `${struck} struck, ` : ''
    print(
      `${kind}: ${count} ${subject} from ${from}, ${strikes}${failures.length} failed (${seconds()} s)`,
    )
  }

  async function explain(failure: Failure): Promise<string> {
    if (only !== undefined) return describeFailure(failure)
    const smallest = await shrinkFailure(failure, product, SHRINK_SECONDS)
    const note = smallest ? 'the smallest that was found' : 'alone it ends well'
    return `${describeFailure(smallest ?? failure)}\n  (${note})`
  }
}
