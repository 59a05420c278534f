import { useQuery } from '@tanstack/react-query'
import { attestedDigest, isAttestationEntry } from '../../image/artifact.ts'
import { attachmentsQuery } from '../../queries/imageDetails.ts'
import { useImageSearch } from './imageSearch.tsx'
import type { ShownImage } from './imageState.ts'

/** What is attached to the image, as far as loaded. */
export type Attached = ReturnType<typeof useAttached>

/**
 * Loads what is attached to the image; for an index, to itself and to the chosen platform. This waits until everything
 * else on the page has loaded, unless Referrers is open.
 */
export function useAttached(shown: ShownImage) {
  const { repository, root, index, chosen, inner, content, platform, entry, entries, config } =
    shown
  const { view } = useImageSearch()
  const isDrawn = !entry.isPending && !(index && entries.isPending) && !config.isPending
  const enabled = isDrawn || view === 'referrers'
  const listed = new Set<string | undefined>(index?.manifests.map(({ digest }) => digest))
  const inIndex = index?.manifests.filter(isAttestationEntry) ?? []
  // Attestations of images outside the index are listed with the index itself, so that none is hidden.
  const ofRoot = inIndex.filter((one) => !listed.has(attestedDigest(one)))
  const opened = chosen && (content?.fetched.digest ?? chosen.digest)
  const inInner = inner?.manifests.filter(isAttestationEntry) ?? []
  const ofChosen = [...inIndex, ...inInner].filter((one) => attestedDigest(one) === opened)
  const atRoot = useQuery({ ...attachmentsQuery(repository, root.digest, ofRoot), enabled })
  const atChosen = useQuery({
    ...attachmentsQuery(repository, opened ?? root.digest, ofChosen),
    enabled: enabled && chosen !== undefined && !entry.isPending,
  })
  const title = `Attached to ${platform ?? 'the image in it'}`
  const sections = [
    { title: index ? 'Attached to the index' : 'Referrers', subject: root.digest, query: atRoot },
    ...(opened ? [{ title, subject: opened, query: atChosen }] : []),
  ]
  const all = sections.flatMap(({ query }) => query.data?.found ?? [])
  return {
    sections,
    /** Without duplicates; `undefined` until all are loaded. */
    found: sections.every(({ query }) => query.data)
      ? [...new Map(all.map((one) => [one.digest, one])).values()]
      : undefined,
    hasApi: sections.every(({ query }) => query.data?.hasApi !== false),
    /** There may be more than was found. */
    isFailed: sections.some(({ query: { data, error } }) => error ?? data?.failures[0]),
  }
}
