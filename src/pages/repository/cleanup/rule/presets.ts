import { type ClauseDraft, createClause } from './ruleDraft.ts'

/** A clause to start from; its figures are there to be changed. */
export type Preset = {
  readonly text: string
  /** Its selectors, for the count of what they match here. */
  readonly tags: string
  readonly create: () => ClauseDraft
}

/** What people clean up most. */
export const PRESETS: readonly Preset[] = [
  preset('Pull-request images older than 2 weeks', 'mr-* pr-* pull-*', {
    older: { amount: '2', unit: 'w' },
  }),
  preset('Keep the 3 highest of each minor version', '.release', {
    newest: { count: '3', by: 'version', per: 'minor' },
  }),
  preset('Pre-releases older than 30 days', '.prerelease', { older: { amount: '30', unit: 'd' } }),
  preset('Keep the 5 newest builds of each branch', 'build-* ci-* develop-* main-* master-*', {
    newest: { count: '5', by: '', per: 'prefix' },
  }),
  preset('Anything older than a year, but the 10 newest', '*', {
    older: { amount: '365', unit: 'd' },
    newest: { count: '10', by: '', per: '' },
  }),
]

function preset(
  text: string,
  tags: string,
  texts: Pick<Partial<ClauseDraft>, 'older' | 'newest'>,
): Preset {
  return { text, tags, create: () => createClause({ tags, ...texts }) }
}
