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
  const { repository, root, index, chosen, platform, entry, entries, config } = shown
  const { view } = useImageSearch()
  const isDrawn = !entry.isPending && !(index && entries.isPending) && !config.isPending
  const enabled = isDrawn || view === 'referrers'
  const listed = new Set<string | undefined>(index?.manifests.map(({ digest }) => digest))
  const inIndex = index?.manifests.filter(isAttestationEntry) ?? []
  // Attestations of images outside the index are listed with the index itself, so that none is hidden.
  const ofRoot = inIndex.filter((one) => !listed.has(attestedDigest(one)))
  const ofChosen = inIndex.filter((one) => chosen && attestedDigest(one) === chosen.digest)
  const atRoot = useQuery({ ...attachmentsQuery(repository, root.digest, ofRoot), enabled })
  const atChosen = useQuery({
    ...attachmentsQuery(repository, chosen?.digest ?? root.digest, ofChosen),
    enabled: enabled && chosen !== undefined,
  })
  const title = `Attached to ${platform ?? 'the image in it'}`
  const sections = [
    { title: index ? 'Attached to the index' : 'Referrers', subject: root.digest, query: atRoot },
    ...(chosen ? [{ title, subject: chosen.digest, query: atChosen }] : []),
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
