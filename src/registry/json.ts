/** A JSON object from an untrusted source. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The fields of a JSON object; none if `json` isn't one. */
export function fieldsOf(json: unknown): JsonObject {
  return isObject(json) ? json : {}
}

/** `undefined` if it isn't JSON. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !isList(json)
}

export function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json)
}

export function isText(json: unknown): json is string {
  return typeof json === 'string'
}

export function isSize(json: unknown): json is number {
  return typeof json === 'number' && Number.isSafeInteger(json) && json >= 0
}
