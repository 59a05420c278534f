import { answerJson, refuse } from './answers.mjs'

/**
 * How a product pages through a list.
 *
 * @typedef {object} ListRules
 * @property {boolean} [isEmpty] it answers with nothing, whatever there is
 * @property {boolean} [isWhole] it answers with everything, whatever it is asked for
 * @property {number} [page] how many on a page if nobody says; all if omitted
 * @property {number} [most] the largest page; whoever asks for more gets so many
 * @property {import('./answers.mjs').Refusal} [tooLarge] what it answers instead to who asks for more
 * @property {Link} [link] `relative` if omitted
 * @property {'more' | 'full' | 'every'} [linkOn] pages with a link: those with a page after them (if omitted), full
 *   ones, or all with something on them
 * @property {import('./answers.mjs').Refusal} [unknownLast] the answer where `last` isn't in the list
 *
 * @typedef {'relative' | 'absolute' | 'cursor' | 'bare' | 'position' | 'inner' | 'none'} Link `cursor`: absolute, and
 *   only the registry can read where the page begins; `bare`: without brackets; `position`: a number, on a path without
 *   the first part of the name; `inner`: absolute, with the path behind the proxy
 */

/**
 * One page of a list, as the product would answer.
 *
 * @template Entry
 * @param {object} list
 * @param {readonly Entry[]} list.entries
 * @param {(entry: Entry) => string} list.nameOf what `last` means
 * @param {ListRules} list.rules
 * @param {URL} list.url
 * @param {(entries: readonly Entry[]) => object} list.write the body
 * @param {Readonly<Record<string, string>>} [list.headers]
 * @returns {import('./answers.mjs').Answer}
 */
export function answerList({ entries, nameOf, rules, url, write, headers = {} }) {
  if (rules.isEmpty) return answerJson(write([]), { headers })
  if (rules.isWhole) return answerJson(write(entries), { headers })
  const { most = Infinity, page = Infinity, link = 'relative', linkOn = 'more' } = rules
  const asked = Number(url.searchParams.get('n')) || page
  if (rules.tooLarge && asked > most) return refuse(rules.tooLarge)
  const names = entries.map(nameOf)
  const start = findStart(names, url, link)
  if (start === undefined && rules.unknownLast) return refuse(rules.unknownLast)
  const rest = entries.slice(start ?? 0)
  const shown = rest.slice(0, Math.min(asked, most))
  const next = (start ?? 0) + shown.length
  const isLinked = {
    more: rest.length > shown.length,
    full: shown.length === Math.min(asked, most),
    every: shown.length > 0,
  }[linkOn]
  const header = isLinked && writeLink(link, { url, size: shown.length, next, names })
  return answerJson(write(shown), { headers: { ...headers, ...(header && { link: header }) } })
}

/** Where the page begins; undefined if `last` isn't in the list. @param {readonly string[]} names @param {URL} url @param {Link} link */
function findStart(names, url, link) {
  const cursor = url.searchParams.get('next_page')
  if (cursor !== null) return Number(Buffer.from(cursor, 'base64url').toString())
  const last = url.searchParams.get('last')
  // Only a cursor leads on: a name is unreadable, and the list starts over.
  if (last === null || link === 'cursor') return 0
  const at = names.indexOf(last)
  if (at < 0 && link === 'position' && /^\d+$/.test(last)) return Number(last)
  if (at >= 0) return at + 1
  const after = names.findIndex((name) => name > last)
  return after < 0 ? undefined : after
}

/**
 * @param {Link} link
 * @param {{ url: URL, size: number, next: number, names: readonly string[] }} page
 */
function writeLink(link, { url, size, next, names }) {
  if (link === 'none') return undefined
  const cursor = Buffer.from(String(next)).toString('base64url')
  const last = link === 'position' ? String(next) : (names[next - 1] ?? '')
  const query = new URLSearchParams({
    n: String(size),
    ...(link === 'cursor' ? { next_page: cursor } : { last }),
  })
  const path = {
    position: url.pathname.replace(/^\/v2\/[^/]+\//, '/v2/'),
    inner: `${url.origin}/repository/docker${url.pathname}`,
    absolute: url.origin + url.pathname,
    cursor: url.origin + url.pathname,
    bare: url.origin + url.pathname,
    relative: url.pathname,
  }[link]
  return `${link === 'bare' ? `${path}?${query}` : `<${path}?${query}>`}; rel="next"`
}
