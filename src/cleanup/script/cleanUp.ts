import { compareTexts } from '../../format/naturalOrder.ts'
import { visibleLine } from '../../format/visibleText.ts'
import { fetchJsonBlob } from '../../registry/blobs.ts'
import { type FetchedManifest, fetchManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { patientTransport } from '../../registry/transport/patience.ts'
import { mapPool } from '../../registry/pool.ts'
import type { Transport } from '../../registry/transport/transport.ts'
import { guessAbility, probeDeletion } from '../../deletion/ability/ability.ts'
import { carryOut } from '../../deletion/run/carryOut.ts'
import type { DeletionControl } from '../../deletion/run/control.ts'
import { isReady } from '../../deletion/plan/deletionPlan.ts'
import { planDeletion } from '../../deletion/plan/plan.ts'
import { evaluateRule, listNeeded, nameOnly } from '../rules/evaluateRule.ts'
import type { Candidate } from '../rules/evaluation.ts'
import { parsePins } from '../rules/pins.ts'
import { type CandidateFetchers, readCandidate } from '../rules/readCandidate.ts'
import type { Problems } from '../language/rule.ts'
import { describeRule } from '../language/sentence.ts'
import { describeEvaluation, describeRefusal, describeWarning } from '../rules/words.ts'
import { readTag } from '../../registry/tags/tagReader.ts'
import { listEveryTag } from '../../registry/tags/wholeList.ts'
import { describeAbility, describeCounts, listImages, listOutcomes, listVerdicts } from './lines.ts'
import { isAsExpected, narrowPlan } from './narrowPlan.ts'
import type { Settings } from './settings.ts'

export type CleanUpOptions = {
  readonly transport: Transport
  /** The text that `settings.pins` names, or why it could not be read. */
  readonly pinText: string | Problems | undefined
  /** The present, in milliseconds. */
  readonly now: number
  readonly control: DeletionControl
  /** Takes one line of plain text. */
  readonly write: (line: string) => void
}

/**
 * Cleans up a repository, or says what would go. First whether deletion works, then what the rule decides,
 * then the plan, one line each. A dry run only reads. Resolves with whether nothing failed and nothing is
 * unknown.
 *
 * @throws what listing, reading and planning throw; then nothing was deleted
 */
export async function cleanUp(settings: Settings, options: CleanUpOptions): Promise<boolean> {
  const { repository, rule, go } = settings
  const { transport, control } = options
  const write = (...columns: readonly string[]) =>
    options.write(columns.map((column) => visibleLine(column)).join('\t'))

  write(`${repository} at ${settings.registry}`)
  write(describeRule(rule))
  const patient = patientTransport(transport, 6)
  const place = { transport: patient, repository }
  const ability = go ? await probeDeletion(place) : { kind: await guessAbility(place) }
  if (ability.kind === 'refused') {
    write(describeAbility(ability))
    return false
  }
  const { names, evaluation, digests, manifests } = await evaluate(settings, {
    ...options,
    transport: patient,
  })
  const { plan, skipped } = await narrowPlan(
    (selected, known) =>
      planDeletion(transport, repository, selected, {
        ability: ability.kind,
        known,
        seen: names,
        isDry: !go,
        skipsSpace: true,
      }),
    evaluation.selected,
    digests,
    manifests.values(),
  )
  for (const line of listVerdicts(evaluation, skipped)) write(...line)
  for (const warning of evaluation.warnings) write('warning', describeWarning(warning))
  for (const line of plan ? listImages(plan) : []) write(...line)
  const unplanned = plan?.unknown.map(({ tag }) => tag) ?? []
  const unknown = [...new Set([...evaluation.unresolved, ...unplanned])]
  for (const tag of unknown) write('unknown', tag, 'couldn’t check where it points')
  write(describeEvaluation(evaluation))
  if (evaluation.refusal) {
    write('refused', describeRefusal(evaluation.refusal))
    return false
  }
  const isKnown =
    unknown.length === 0 && [...skipped.values()].every(({ isExpected }) => isExpected)
  if (!go) {
    const left = evaluation.selected.length - skipped.size
    const counts = describeCounts(left, skipped.size, 'would be ')
    write(`Dry run: ${counts} Nothing was deleted. Add --go to delete.`)
    return isKnown
  }
  if (!plan || !isReady(plan)) {
    write('Nothing was deleted.')
    return isKnown
  }
  const report = await carryOut(transport, plan, { control, keepsShared: true })
  for (const line of listOutcomes(report)) write(...line)
  const gone = [...report.outcomes.values()].filter(({ kind }) => kind === 'deleted')
  write(describeCounts(gone.length, skipped.size))
  return isAsExpected(report) && isKnown
}

/** Lists the tags, reads what the rule asks for, and decides. */
async function evaluate(
  { rule, repository }: Settings,
  { transport, pinText, now }: Pick<CleanUpOptions, 'transport' | 'pinText' | 'now'>,
) {
  const pins = typeof pinText === 'string' ? parsePins(pinText, repository) : pinText
  const { tags } = await listEveryTag({ transport, repository })
  const names = tags.toSorted(compareTexts)
  const sources = createSources(transport, repository)
  const needed = listNeeded(rule, names, pins)
  const read = await mapPool(needed, 6, (tag) => readCandidate(sources, tag))
  const found = new Map(read.map((candidate) => [candidate.tag, candidate]))
  const candidates = names.map((tag): Candidate => found.get(tag) ?? nameOnly(tag))
  const digests = new Map<Tag, Digest>()
  for (const { tag, digest } of candidates) if (digest) digests.set(tag, digest)
  const evaluation = evaluateRule(rule, candidates, { now, pins })
  return { names, evaluation, digests, manifests: sources.manifests }
}

/** Reads from a registry, what is behind a digest once. */
export function createSources(
  transport: Transport,
  repository: RepositoryName,
): CandidateFetchers & { readonly manifests: ReadonlyMap<Digest, FetchedManifest> } {
  const manifests = new Map<Digest, FetchedManifest>()
  const asked = new Map<Digest, Promise<FetchedManifest>>()
  const configs = new Map<Digest, Promise<unknown>>()
  const once = <Value>(
    map: Map<Digest, Promise<Value>>,
    digest: Digest,
    ask: () => Promise<Value>,
  ) => {
    const reading = map.get(digest) ?? ask()
    map.set(digest, reading)
    return reading
  }
  const keep = (fetched: FetchedManifest) => {
    manifests.set(fetched.digest, fetched)
    asked.set(fetched.digest, Promise.resolve(fetched))
    return fetched
  }
  return {
    manifests,
    async tagged(tag, signal) {
      const reading = await readTag({ transport, repository, signal }, tag)
      if (reading.kind === 'at') keep(reading.content)
      return reading
    },
    manifest: (digest, signal) =>
      once(asked, digest, () =>
        fetchManifest({ transport, repository, signal }, digest).then(keep),
      ),
    config: (descriptor, signal) =>
      once(configs, descriptor.digest, () =>
        fetchJsonBlob({ transport, repository, signal }, descriptor),
      ),
  }
}
