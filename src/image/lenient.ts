import { fieldsOf, isList, isText } from '../registry/json.ts'

// JSON of strangers, each value alone: one of the wrong type counts as missing.

/** Longer texts are cut: nothing that people read comes near it. */
const TEXT_LIMIT = 65_536
/** Longer lists are cut, too. */
const LIST_LIMIT = 5_000

/** A text that is there and not empty. */
export function readText(json: unknown): string | undefined {
  return isText(json) && json !== '' ? cut(json) : undefined
}

/** A number from 0 on. */
export function readCount(json: unknown): number | undefined {
  return typeof json === 'number' && Number.isFinite(json) && json >= 0 ? json : undefined
}

/** `undefined` where there is no list, which differs from an empty one. */
export function readList(json: unknown): readonly unknown[] | undefined {
  return isList(json) ? json.slice(0, LIST_LIMIT) : undefined
}

/** The texts of a list. Docker once wrote a single text where a list belongs. */
export function readTexts(json: unknown): readonly string[] | undefined {
  return isText(json) ? [cut(json)] : readList(json)?.filter(isText).map(cut)
}

/** Names and texts, such as labels. */
export function readTextMap(json: unknown): ReadonlyMap<string, string> {
  const texts = readEntries(json).filter((entry): entry is [string, string] => isText(entry[1]))
  return new Map(texts.map(([name, text]) => [cut(name), cut(text)]))
}

/** The names of a set, which Go writes as an object: `{"80/tcp": {}}`. */
export function readNames(json: unknown): readonly string[] {
  return readEntries(json).map(([name]) => cut(name))
}

function readEntries(json: unknown): [string, unknown][] {
  return Object.entries(fieldsOf(json)).slice(0, LIST_LIMIT)
}

function cut(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text
}
