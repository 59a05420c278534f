import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { Candidate } from '../../../cleanup/rules/evaluation.ts'
import { candidateQuery, candidatesKey } from '../../../queries/candidates.ts'
import type { RepositoryName, Tag } from '../../../registry/names.ts'
import { type Reading, useReading, useTagAnswers } from '../../../components/useReading.ts'

/** What is known of the tags that a rule asks about, and how far the reading is. */
export type CandidateReading = Reading & {
  readonly known: ReadonlyMap<Tag, Candidate>
  /** Asks again about these. */
  readonly again: (tags: readonly Tag[]) => void
}

/**
 * Reads what a rule needs to know of `tags`, at once, and what is added when the rule changes. A list that
 * came anew (`listedAt`) is read anew: tags may have moved.
 */
export function useCandidates(
  repository: RepositoryName,
  tags: readonly Tag[],
  listedAt: number,
): CandidateReading {
  const client = useQueryClient()
  const prefix = useMemo(() => candidatesKey(repository, listedAt), [repository, listedAt])
  const query = useCallback(
    (tag: Tag) => candidateQuery(repository, tag, listedAt),
    [repository, listedAt],
  )
  const answers = useTagAnswers<Candidate>(prefix, 200)
  const reading = useReading(tags, query, answers, true)
  useEffect(() => () => client.removeQueries({ queryKey: prefix }), [client, prefix])
  const again = (some: readonly Tag[]) => {
    reading.stop()
    for (const tag of some) client.removeQueries({ queryKey: query(tag).queryKey, exact: true })
    reading.start()
  }
  const read = tags.filter((tag) => answers.of.has(tag)).length
  return { ...reading, read, known: answers.of, again }
}
