/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Readonly<Record<string, string>>} headers
 * @property {Uint8Array | string} body
 */

/**
 * A refusal as one line: the status, then the code and, if the words matter, a message: `409 TAG_IMMUTABLE tag is
 * immutable`. A status alone is answered in plain text, as by something that isn't a registry.
 *
 * @typedef {`${number}` | `${number} ${string}`} Refusal
 */

/** @param {string} text @returns {text is Refusal} */
export function isRefusal(text) {
  return /^\d/.test(text)
}

/**
 * @param {Refusal} line
 * @param {{ hasCodes?: boolean }} [options] Artifactory gives the status in place of a code
 * @returns {Answer}
 */
export function refuse(line, { hasCodes = true } = {}) {
  const [, status = '', code, message = code] = /^(\d{3})(?: (\S+))?(?: (.+))?$/.exec(line) ?? []
  if (!code) return answerText(Number(status), 'page not found\n')
  const first = hasCodes ? { code } : { status: Number(status) }
  return answerJson({ errors: [{ ...first, message }] }, { status: Number(status) })
}

/**
 * @param {unknown} value
 * @param {{ status?: number, headers?: Readonly<Record<string, string>> }} [options]
 * @returns {Answer}
 */
export function answerJson(value, { status = 200, headers = {} } = {}) {
  const type = { 'content-type': 'application/json' }
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(value) }
}

/** @param {number} status @param {string} body @param {string} [type] @returns {Answer} */
export function answerText(status, body, type = 'text/plain') {
  return { status, headers: { 'content-type': type }, body }
}

/** @param {number} status @param {Readonly<Record<string, string>>} [headers] @returns {Answer} */
export function answerEmpty(status, headers = {}) {
  return { status, headers, body: '' }
}
