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
import { withLogin } from '../../components/askLogin.ts'
import type { DeletionRequest, Phase, Selected } from './deletionState.ts'

type PlanningOptions = {
  readonly client: QueryClient
  readonly signal: AbortSignal
  /** Told which tags are selected. */
  readonly onSelected: (tags: readonly Tag[]) => void
  readonly onPhase: (phase: Phase & { readonly kind: 'planning' }) => void
}

/** Plans the deletion of `selected`; where the registry asks for a login, as soon as somebody signed in. */
export async function planSelected(
  request: DeletionRequest,
  selected: Selected,
  options: PlanningOptions,
): Promise<Phase> {
  try {
    return await withLogin(options.signal, () => planOnce(request, selected, options))
  } catch (error) {
    return { kind: 'failed', error, hasBegun: false }
  }
}

async function planOnce(
  { repository, expected }: DeletionRequest,
  selected: Selected,
  { client, signal, onSelected, onPhase }: PlanningOptions,
): Promise<Phase> {
  const ability = await probeDeletion(rowTransport, repository, signal)
  if (ability.kind === 'refused') {
    // A registry that wants a login says so by the same error everywhere.
    if (ability.error instanceof LoginRequiredError) throw ability.error
    return { kind: 'refused', refusal: ability }
  }
  const tags =
    selected === 'every'
      ? (await listEveryTag({ transport: rowTransport, repository, signal })).tags
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
