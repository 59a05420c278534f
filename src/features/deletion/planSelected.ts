import type { QueryClient } from '@tanstack/react-query'
import { probeDeletion } from '../../deletion/ability/ability.ts'
import type { DeletionPlan } from '../../deletion/plan/deletionPlan.ts'
import { planDeletion } from '../../deletion/plan/plan.ts'
import { listEveryTag } from '../../registry/tags/wholeList.ts'
import { listReadManifests } from '../../queries/manifests.ts'
import { rowTransport } from '../../queries/session.ts'
import { tagListQuery } from '../../queries/tags.ts'
import { LoginRequiredError } from '../../registry/errors.ts'
import type { Tag } from '../../registry/names.ts'
import type { DeletionRequest, Phase, Selected } from './deletionState.ts'

/**
 * Plans the deletion of `selected`.
 *
 * @throws LoginRequiredError and what else `planDeletion` throws
 */
export async function planSelected(
  { repository, expected }: DeletionRequest,
  selected: Selected,
  options: {
    readonly client: QueryClient
    readonly signal: AbortSignal
    /** Told which tags are selected. */
    readonly onSelected: (tags: readonly Tag[]) => void
    readonly onPhase: (phase: Phase) => void
  },
): Promise<Phase> {
  const { client, signal, onSelected, onPhase } = options
  const ability = await probeDeletion(rowTransport, repository, signal)
  if (ability.kind === 'refused') {
    // A registry that wants a login says so by the same error everywhere.
    if (ability.error instanceof LoginRequiredError) throw ability.error
    return { kind: 'refused', refusal: ability }
  }
  const tags =
    selected === 'every'
      ? (await listEveryTag(rowTransport, repository, { signal })).tags
      : selected
  onSelected(tags)
  let reached: { plan: DeletionPlan } | undefined
  const keep = (plan: DeletionPlan) => (reached = { plan })
  const plan = await planDeletion(rowTransport, repository, tags, {
    ability: ability.kind,
    signal,
    ...(expected && { expected }),
    seen: client.getQueryData(tagListQuery(repository).queryKey) ?? [],
    // Content behind a digest that a page has read is not asked for twice.
    known: listReadManifests(client, repository),
    onFirstStage: keep,
    onDecided: keep,
    onProgress: (progress) => onPhase({ kind: 'planning', progress, ...reached }),
  })
  return { kind: 'planned', plan }
}
