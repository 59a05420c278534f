/**
 * A number from the environment.
 *
 * @param {string} name of a variable
 * @returns {number | undefined} undefined if it isn't set
 * @throws {Error} one sentence, if it isn't a non-negative number
 */
export function numberFrom(name) {
  const text = process.env[name]
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isFinite(number) || number < 0) throw new Error(`${name} is no number: ${text}`)
  return number
}
