import type { History } from '../history.ts'
import type { Selected } from '../scene.ts'
import type { Report } from '../screen.ts'
import { readClaim, readTitle } from './claims.ts'
import { type Sight, whereIs } from './sight.ts'

/** What a machine's sentences are compared with. */
export type Facts = {
  readonly who: string
  /** What it deleted. */
  readonly selected: Selected
  readonly history: History
  readonly sight: Sight
}

/** Judges title and rows of a report by the registry's responses; returns what is false. */
export function judgeReport(report: Report, facts: Facts): readonly string[] {
  return [
    ...judgeTitle(report, facts),
    ...[...report.tags].flatMap(([tag, text]) => judgeTag(tag, text, facts)),
    ...[...report.manifests].flatMap(([digest, text]) => {
      const claim = readClaim(text)
      const said = `“${digest}: ${text}”`
      if (!claim) return [`${said} cannot be judged`]
      return claim.is === 'unknown' ? [] : judgeManifest(digest, claim.is === 'there', said, facts)
    }),
  ]
}

function judgeTitle({ title, tags }: Report, { sight, selected }: Facts): readonly string[] {
  const said = readTitle(title)
  if (!said) return [`the title “${title}” cannot be judged`]
  const rows = [...tags].filter(([tag]) => selected.has(tag))
  const deleted = rows.filter(([, text]) =>
    /^deleted(?!, then pushed again| according to)/.test(text),
  ).length
  const unknown = rows.flatMap(([tag, text]) => (readClaim(text)?.is === 'unknown' ? [tag] : []))
  const gone = unknown.filter((tag) => sight.at.get(tag) === undefined)
  return [
    ...(said.of === selected.size ? [] : [`“${title}”, but ${selected.size} were selected`]),
    ...(said.deleted === deleted ? [] : [`“${title}”, but ${deleted} rows say so`]),
    ...(gone.length <= said.unknown ? [] : [`“${title}”, but gone, too: ${gone.join(', ')}`]),
  ]
}

function judgeTag(tag: string, text: string, facts: Facts): readonly string[] {
  const { sight, selected } = facts
  const claim = readClaim(text)
  const said = `“${tag}: ${text}”`
  if (!claim) return [`${said} cannot be judged`]
  if (claim.is === 'unknown') return []
  const digest = sight.at.get(tag)
  const isTrue =
    claim.is === 'gone' ? digest === undefined : digest?.startsWith(claim.at ?? '') === true
  const image = selected.get(tag)
  return [
    ...(isTrue || isOutdated(tag, facts) ? [] : [`${said}, but it ${whereIs(tag, sight)}`]),
    ...(image && claim.image ? judgeManifest(image, claim.image === 'stays', said, facts) : []),
  ]
}

/** Whether somebody else may have changed a tag after this machine last checked it. */
export function isOutdated(tag: string, { history, who }: Facts): boolean {
  const own = history.requests().filter((one) => one.who === who && one.reference === tag)
  const last = Math.max(...own.map(({ from }) => from))
  const digests = history.gifts(tag).map(({ node }) => node.digest)
  const isOn = (reference = '') => reference === tag || digests.includes(reference)
  return (
    history.pushes().some((gift) => gift.tag === tag && gift.to > last) ||
    history.writes().some((one) => one.who !== who && isOn(one.reference) && one.to > last)
  )
}

/** Judges whether an image exists or is gone. */
export function judgeManifest(
  digest: string,
  isSaidToBe: boolean,
  said: string,
  { history, sight, who }: Facts,
): readonly string[] {
  const isThere = sight.manifests.has(digest)
  if (isThere === isSaidToBe) return []
  const isByOthers = isThere
    ? history.pushes().some(({ node }) => node.reach.has(digest))
    : history.writes(digest).some((one) => one.who !== who)
  return isByOthers ? [] : [`${said}, but ${digest} is ${isThere ? 'there' : 'gone'}`]
}
