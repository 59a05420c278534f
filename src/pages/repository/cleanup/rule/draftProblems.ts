import { parseRule } from '../../../../cleanup/language/parseRule.ts'
import {
  type ClauseDraft,
  EMPTY_DRAFT,
  type RuleDraft,
  writeClause,
  writeDraft,
} from './ruleDraft.ts'

// Who fills in a form does not speak the address: what is wrong there is said in the form's words.
const SOME_TAGS = 'Say which tags: a name, a pattern such as pr-*, or a shape.'
const A_NUMBER = 'Write a whole number, 1 or more.'

/** What is wrong with a clause, sentence by sentence, where it is. */
export type ClauseProblems = {
  readonly tags?: string
  readonly older?: string
  readonly newest?: string
  /** What none of the fields is to blame for alone. */
  readonly whole: readonly string[]
}

/** What is wrong with what stands before the clauses. */
export type HeadProblems = {
  readonly keep?: string
  readonly max?: string
  readonly whole: readonly string[]
}

export function findHeadProblems({ keep, max, others }: RuleDraft): HeadProblems {
  const ofKeep = keep.trim() === '' ? [] : problemsOf(writeDraft({ ...EMPTY_DRAFT, keep }))
  const ofMax = max.trim() === '' ? [] : problemsOf(writeDraft({ ...EMPTY_DRAFT, max }))
  return {
    ...(ofKeep[0] ? { keep: ofKeep[0] } : {}),
    ...(ofMax[0] ? { max: A_NUMBER } : {}),
    whole: problemsOf(writeDraft({ ...EMPTY_DRAFT, others })),
  }
}

/** Asks about each field alone, so that its problem can stand beside it. */
export function findClauseProblems(clause: ClauseDraft): ClauseProblems {
  const { tags, older, newest, others } = clause
  const alone = { ...clause, tags: 'x', older: undefined, newest: undefined, others: [] }
  // With an age every list of tags will do, also the one of all tags.
  const ofTags = problemsOf(writeClause({ ...alone, tags, older: { amount: '1', unit: 'd' } }))
  const ofOlder = older ? problemsOf(writeClause({ ...alone, older })) : []
  const ofNewest = newest ? problemsOf(writeClause({ ...alone, newest })) : []
  const isFieldWrong = ofTags.length + ofOlder.length + ofNewest.length > 0
  const whole = isFieldWrong
    ? problemsOf(writeClause({ ...alone, others }))
    : problemsOf(writeClause(clause))
  return {
    ...(ofTags[0] ? { tags: tags.trim() === '' ? SOME_TAGS : ofTags[0] } : {}),
    ...(ofOlder[0] ? { older: isNumber(older?.amount) ? ofOlder[0] : A_NUMBER } : {}),
    ...(ofNewest[0] ? { newest: isNumber(newest?.count) ? ofNewest[0] : A_NUMBER } : {}),
    whole,
  }
}

function isNumber(text: string | undefined): boolean {
  return /^[1-9]\d*$/.test(text ?? '')
}

function problemsOf(parameters: URLSearchParams): readonly string[] {
  const read = parseRule(parameters)
  return 'problems' in read ? read.problems : []
}
