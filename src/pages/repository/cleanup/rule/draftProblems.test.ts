import { expect, test } from 'vitest'
import { findClauseProblems, findHeadProblems } from './draftProblems.ts'
import { createClause, readDraft } from './ruleDraft.ts'

const clauseOf = (search: string) =>
  readDraft(new URLSearchParams(search)).clauses[0] ?? createClause()

test('each fault of a clause stands at its own field', () => {
  const problems = findClauseProblems(clauseOf('tags=[a&older=14&newest=0'))
  expect(problems.tags).toContain('[a')
  expect(problems.older).toContain('older=14')
  expect(findClauseProblems(clauseOf('tags=a&older=xd')).older).toContain('a whole number')
  expect(problems.newest).toContain('a whole number')
  expect(findClauseProblems(clauseOf('tags=&older=1d')).tags).toContain('Say which tags')
  expect(problems.whole).toEqual([])
})

test('what no field is to blame for stands below', () => {
  expect(findClauseProblems(clauseOf('tags=*')).whole).toHaveLength(1)
  const unknown = findClauseProblems(clauseOf('tags=[a&oldr=30d'))
  expect(unknown.tags).toBeDefined()
  expect(unknown.whole).toEqual([expect.stringContaining('oldr')])
  expect(findClauseProblems(clauseOf('tags=a&older=1d'))).toEqual({ whole: [] })
})

test('before the clauses too', () => {
  const problems = findHeadProblems(readDraft(new URLSearchParams('keep=[&max=0&x=1&tags=a')))
  expect(problems.keep).toContain('[')
  expect(problems.max).toContain('a whole number')
  expect(problems.whole).toEqual([expect.stringContaining('x')])
  expect(findHeadProblems(readDraft(new URLSearchParams('tags=a')))).toEqual({ whole: [] })
})
