import { isReferrersOrCosign } from '../../image/attachmentContent.ts'
import { describeManifest } from '../../image/artifact.ts'
import {
  type IndexEntry,
  type SummaryFetchers,
  fetchIndexEntries,
  flattenEntries,
  readConfig,
} from '../../image/index/indexEntries.ts'
import { readSchema1 } from '../../image/schema1.ts'
import { RegistryUnreachableError } from '../../registry/errors.ts'
import { fieldsOf } from '../../registry/json.ts'
import type { Annotations, ImageIndex, ImageManifest } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, Tag } from '../../registry/names.ts'
import { mapPool } from '../../registry/pool.ts'
import { isReferrersTag } from '../../registry/tags/attachmentTags.ts'
import type { TagReading } from '../../registry/tags/tagReader.ts'
import { readTime as judgeTime } from './candidateTime.ts'
import { type Candidate, type CandidateTime, NO_TIME } from './evaluation.ts'

/** Where a candidate's manifests and configs come from; all but the tag's own may be cached. */
export type CandidateFetchers = SummaryFetchers & {
  /** Where the tag points now. @throws as `readTag` */
  readonly tagged: (tag: Tag, signal?: AbortSignal) => Promise<TagReading>
}

/**
 * Reads everything a rule may need about a tag. The candidate says what couldn't be read.
 *
 * @throws LoginRequiredError, RegistryUnreachableError: the other tags would fail as well; the reason of `signal`
 */
export async function readCandidate(
  fetchers: CandidateFetchers,
  tag: Tag,
  signal?: AbortSignal,
): Promise<Candidate> {
  const reading = await fetchers.tagged(tag, signal)
  if (reading.kind === 'at') {
    const { digest, content } = reading
    const isMisnamed = isReferrersTag(tag) && !isReferrersOrCosign(content)
    const read = await readContent(fetchers, content, signal)
    return { tag, digest, resolved: 'yes', ...read, ...(isMisnamed && { isMisnamed }) }
  }
  if (reading.error instanceof RegistryUnreachableError) throw reading.error
  return {
    tag,
    digest: undefined,
    resolved: reading.kind === 'absent' ? 'gone' : 'unknown',
    created: { because: 'its manifest couldn’t be read' },
    children: undefined,
  }
}

type Content = Pick<Candidate, 'created' | 'children'>

async function readContent(
  fetchers: SummaryFetchers,
  { manifest }: FetchedManifest,
  signal: AbortSignal | undefined,
): Promise<Content> {
  switch (manifest.kind) {
    case 'image-manifest': {
      const isImage = describeManifest(manifest).kind === 'image'
      const created = isImage
        ? await readTime(fetchers, manifest, signal)
        : annotatedTime(manifest.annotations)
      return { created, children: [] }
    }
    case 'image-index':
      return readIndex(fetchers, manifest, signal)
    case 'schema-1': {
      const { created } = readSchema1(manifest).config
      return {
        created: created === 'not recorded' ? NO_TIME : { text: created.toISOString() },
        children: [],
      }
    }
    case 'artifact-manifest':
      return { created: annotatedTime(manifest.annotations), children: [] }
    case 'unknown':
      // It breaks the rules: what it contains is unknown.
      return { created: NO_TIME, children: undefined }
  }
}

/** An index is as new as its newest platform: if one can't be read, nobody knows. */
async function readIndex(
  fetchers: SummaryFetchers,
  index: ImageIndex,
  signal: AbortSignal | undefined,
): Promise<Content> {
  const entries = await fetchIndexEntries(fetchers, index, signal)
  const children = listChildren(entries)
  const platforms = flattenEntries(entries).filter((entry) => !entry.isAttestation)
  const lost = platforms.find(({ state }) => state !== 'read')
  if (lost) return { created: { because: LOST[lost.state] }, children }
  const images = platforms.filter(({ artifact }) => artifact?.kind === 'image')
  if (images.length === 0) return { created: annotatedTime(index.annotations), children }
  const manifests = images.flatMap(({ manifest }) => manifest ?? [])
  const times = await mapPool(manifests, 6, (manifest) =>
    readTime(fetchers, manifest, signal, 'the config of a platform'),
  )
  return { created: findNewest(times), children }
}

const LOST: Readonly<Record<IndexEntry['state'], string>> = {
  read: '',
  missing: 'one of its platforms is missing',
  unreadable: 'one of its platforms couldn’t be read',
  'not read': 'it has too many platforms',
}

/** `undefined` if a nested index wasn't read, so that its content is unknown. */
function listChildren(entries: readonly IndexEntry[]): readonly Digest[] | undefined {
  const children: Digest[] = []
  for (const { descriptor, state, entries: inner } of entries) {
    const nested = inner ? listChildren(inner) : []
    if (!nested || (state !== 'read' && INDEX.test(descriptor.mediaType))) return undefined
    children.push(descriptor.digest, ...nested)
  }
  return children
}

const INDEX = /\.image\.index\.|\.manifest\.list\./

/** The newest, if all of them are usable: a platform without a time may be the newest. */
function findNewest(times: readonly CandidateTime[]): CandidateTime {
  // A future time is checked once it is the newest.
  const judged = times.map((time) => ({ time, ...judgeTime(time, Infinity) }))
  const undated = judged.find(({ kind }) => kind === 'unusable')
  if (undated) return undated.time
  const ageOf = (one: (typeof judged)[number]) => (one.kind === 'usable' ? +one.created : 0)
  return judged.toSorted((a, b) => ageOf(b) - ageOf(a))[0]?.time ?? NO_TIME
}

/** The time in an image's config, as written there. */
async function readTime(
  fetchers: SummaryFetchers,
  manifest: ImageManifest,
  signal: AbortSignal | undefined,
  config = 'its config',
): Promise<CandidateTime> {
  const { state, json } = await readConfig(fetchers, manifest.config, signal)
  if (state === 'none') return NO_TIME
  if (state === 'read') return recorded(fieldsOf(json)['created'])
  return { because: `${config} ${state === 'missing' ? 'is missing' : 'couldn’t be read'}` }
}

/** Artifacts have no time in their config. */
function annotatedTime(annotations: Annotations): CandidateTime {
  return recorded(annotations.get('org.opencontainers.image.created'))
}

function recorded(text: unknown): CandidateTime {
  return typeof text === 'string' && text !== '' ? { text } : NO_TIME
}
