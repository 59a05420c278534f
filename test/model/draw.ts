import * as fc from 'fast-check'
import type { RegistryKind } from '../../stack/registry.mjs'
import { CUTS, type Cut } from '../scenarios/cutLists.ts'
import { type Selection, drawSelection } from './drawSelection.ts'
import { type DrawnTime, drawTime } from './drawTime.ts'
import { HIDDEN_NAMES, MANY_NAMES, ORDINARY_NAMES, TELLING_NAMES, VERSION_NAMES } from './names.ts'
import { type Odd, drawOdd, seldom } from './odd.ts'

/** A drawn case: small numbers that fast-check can shrink. `contentOf` gives it bytes. */
export type Drawn = {
  readonly images: readonly DrawnImage[]
  readonly indexes: readonly DrawnIndex[]
  /** Names and what they point to; duplicate names count once. */
  readonly tags: readonly { readonly name: string; readonly on: number }[]
  readonly attachments: readonly DrawnAttachment[]
  /** Whether untagged content is pushed as well, as left behind by clients. */
  readonly keepsUntagged: boolean
  readonly selection: Selection
  readonly way: Way
  readonly meanwhile: Meanwhile
  readonly undo: 'at-once' | 'after-collection' | 'never'
  readonly damage: readonly Damage[]
} & Oddities

/** What is misleading. */
export type Oddities = {
  /** How the children of each index are written. */
  readonly writings: readonly Writing[]
  /** What a proxy in front of the registry does to its lists. */
  readonly cut: Cut | undefined
  /** How the registry differs from distribution. */
  readonly odd: Odd | undefined
}

/** If not plain, only Go sees the children, the language of registries and most clients. */
export type Writing = 'plain' | 'other-case' | 'escaped'

export const NO_ODDITIES: Oddities = { writings: ['plain'], cut: undefined, odd: undefined }

export type DrawnImage = {
  readonly family: 'oci' | 'docker' | 'schema-1'
  /** From the repository's few; 5 is shared with another repository. */
  readonly layers: readonly number[]
  readonly config: number
  readonly time: DrawnTime
}

export type DrawnIndex = {
  readonly family: 'oci' | 'docker'
  /** Images and earlier indexes. */
  readonly children: readonly number[]
}

export type DrawnAttachment = {
  /** An image, an index or an earlier attachment. */
  readonly on: number
  readonly by:
    /** Only its `subject`, for registries with the referrers API. */
    | 'subject'
    /** A list of referrers at `sha256-…`. */
    | 'fallback'
    | 'cosign-sig'
    | 'cosign-att'
    /** A tag with such a name on an ordinary image. */
    | 'lookalike'
    /** A signature of something that doesn't exist. */
    | 'orphan'
  /** An ordinary tag on it. */
  readonly alias: string | undefined
}

/** The user's choices in the dialog. */
export type Way = 'everything' | 'tags-only' | 'leave-attachments'

/** What somebody else does between plan and deletion. */
export type Meanwhile =
  | { readonly kind: 'nothing' }
  /** Moves an existing tag, or pushes a new one. */
  | { readonly kind: 'move'; readonly at: number; readonly on: number }
  | { readonly kind: 'tag'; readonly name: string; readonly on: number }
  /** A tag, if tags can be deleted, else an image with all its tags. */
  | { readonly kind: 'delete'; readonly at: number }
  /** A new index of existing content. */
  | { readonly kind: 'index'; readonly children: readonly number[] }

export type Damage = {
  readonly kind: 'empty-link' | 'missing-revision' | 'missing-manifest' | 'missing-blob' | 'corrupt'
  readonly at: number
}

/**
 * What a kind of registry can store. Oddities are drawn last, so that a seed draws the rest as it did without them.
 */
export function drawCase(kind: RegistryKind): fc.Arbitrary<Drawn> {
  return fc
    .tuple(drawUsual(kind), drawWritings())
    .map(([usual, writings]): Drawn => ({ ...usual, ...NO_ODDITIES, writings }))
}

/** The same behind something that truncates lists. */
export function drawCut(kind: RegistryKind): fc.Arbitrary<Drawn> {
  return fc
    .tuple(drawUsual(kind), drawWritings(), fc.constantFrom(...CUTS))
    .map(([usual, writings, cut]): Drawn => ({ ...usual, ...NO_ODDITIES, writings, cut }))
}

/**
 * The same on a registry that differs from distribution. Nobody else deletes anything: where deletions are late, theirs
 * can't be told from one's own.
 */
export function drawOnOdd(kind: RegistryKind): fc.Arbitrary<Drawn> {
  return fc
    .tuple(drawUsual(kind), drawWritings(), drawOdd(), seldom(fc.constantFrom(...CUTS)))
    .map(([usual, writings, odd, cut]): Drawn => ({
      ...usual,
      ...NO_ODDITIES,
      writings,
      odd,
      // What truncates lists has its own pages.
      cut: odd.pages === 'own' ? cut : undefined,
      damage: [],
      // Else what goes along was to be deleted in any case.
      way: odd.along.includes('attachments') ? 'leave-attachments' : usual.way,
      meanwhile: usual.meanwhile.kind === 'delete' ? { kind: 'nothing' } : usual.meanwhile,
    }))
}

function drawWritings(): fc.Arbitrary<readonly Writing[]> {
  const writing: fc.Arbitrary<Writing> = fc.oneof(
    { weight: 1, arbitrary: fc.constant('plain' as const) },
    { weight: 1, arbitrary: fc.constantFrom('other-case' as const, 'escaped' as const) },
  )
  return fc.array(writing, { minLength: 1, maxLength: 3, size: 'max' })
}

/** A case without anything misleading. */
export function drawUsual(kind: RegistryKind): fc.Arbitrary<Omit<Drawn, keyof Oddities>> {
  const hasDisk = kind !== '3.1.1-s3' && kind !== 'ggcr'
  const layers = fc.uniqueArray(fc.nat(5), { maxLength: 3 })
  const image: fc.Arbitrary<DrawnImage> = fc.record({
    family: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('oci' as const, 'docker' as const) },
      { weight: kind === '2.8.2' ? 1 : 0, arbitrary: fc.constant('schema-1' as const) },
    ),
    layers,
    config: fc.nat(5),
    time: drawTime(),
  })
  const index: fc.Arbitrary<DrawnIndex> = fc.record({
    family: fc.constantFrom('oci' as const, 'docker' as const),
    children: fc.uniqueArray(fc.nat(9), { maxLength: 4, size: 'max' }),
  })
  const attachment: fc.Arbitrary<DrawnAttachment> = fc.record({
    on: fc.nat(9),
    by: fc.oneof(
      { weight: 3, arbitrary: fc.constant('fallback' as const) },
      { weight: 2, arbitrary: fc.constantFrom('cosign-sig' as const, 'cosign-att' as const) },
      { weight: 1, arbitrary: fc.constantFrom('lookalike' as const, 'orphan' as const) },
      { weight: kind === 'ggcr' ? 4 : 1, arbitrary: fc.constant('subject' as const) },
    ),
    alias: fc.option(fc.constantFrom('sbom', 'signature', 'v1.2-att'), { freq: 4, nil: undefined }),
  })
  const name = fc.oneof(
    fc.constantFrom(...TELLING_NAMES),
    fc.constantFrom(...ORDINARY_NAMES),
    fc.constantFrom(...MANY_NAMES),
    { weight: kind === '3.1.1-s3' ? 6 : 0, arbitrary: fc.constantFrom(...HIDDEN_NAMES) },
  )
  const tag = fc.record({ name, on: fc.nat(9) })
  const release = fc.record({ name: fc.constantFrom(...VERSION_NAMES), on: fc.nat(9) })
  const meanwhile: fc.Arbitrary<Meanwhile> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('nothing' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('move' as const), at: fc.nat(60), on: fc.nat(9) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('tag' as const), name, on: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: fc.nat(60) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('index' as const),
        children: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
      }),
    },
  )
  const damage: fc.Arbitrary<Damage> = fc.record({
    kind: fc.constantFrom(
      'empty-link' as const,
      'missing-revision' as const,
      'missing-manifest' as const,
      'missing-blob' as const,
      'corrupt' as const,
    ),
    at: fc.nat(60),
  })
  return fc.record({
    images: fc.array(image, { minLength: 1, maxLength: 6, size: 'max' }),
    indexes: fc.array(index, { maxLength: 3, size: 'max' }),
    tags: fc.oneof(
      { weight: 5, arbitrary: fc.array(tag, { minLength: 1, maxLength: 9, size: 'max' }) },
      { weight: 3, arbitrary: fc.array(release, { minLength: 3, maxLength: 9, size: 'max' }) },
      { weight: 1, arbitrary: fc.array(tag, { minLength: 1, maxLength: 60, size: 'max' }) },
    ),
    attachments: fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(attachment, { minLength: 1, maxLength: 4, size: 'max' }) },
    ),
    keepsUntagged: fc.boolean(),
    selection: drawSelection(),
    way: fc.oneof(
      { weight: 6, arbitrary: fc.constant('everything' as const) },
      { weight: 1, arbitrary: fc.constantFrom('tags-only' as const, 'leave-attachments' as const) },
    ),
    meanwhile,
    undo: fc.constantFrom('at-once' as const, 'after-collection' as const, 'never' as const),
    damage: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      {
        weight: hasDisk ? 1 : 0,
        arbitrary: fc.array(damage, { minLength: 1, maxLength: 2, size: 'max' }),
      },
    ),
  })
}
