/**
 * A number from the environment.
 *
 * @param {string} name of a variable
 * @returns {number | undefined} undefined where it is not set
 * @throws {Error} one sentence, where it is no number from 0
 */
export function numberFrom(name) {
  const text = process.env[name]
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isFinite(number) || number < 0) throw new Error(`${name} is no number: ${text}`)
  return number
}
