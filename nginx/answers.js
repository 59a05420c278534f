/**
 * Keeps an answer of the registry's server from reaching the browser without the headers of nginx.conf, where it
 * would run in Homeport's origin. nginx takes a status line that it can't read for HTTP/0.9, which has no headers,
 * and an interim answer (1xx) for the last one. Runs before the first byte is sent: nothing of such an answer
 * passes, and the connection (HTTP/2: the stream) is closed.
 *
 * @param {{ httpVersion: string, status: number }} answer nginx's request object
 * @throws {Error} one sentence, which nginx writes to its error log
 */
function refuseUnreadable(answer) {
  if (answer.httpVersion === '0.9' || answer.status < 200) {
    throw new Error(`The registry's answer was dropped: not HTTP, or interim (${answer.status})`)
  }
}

/**
 * Gives the page all that a registry asks for by 401, in one header and under a name by which no browser asks for
 * a password itself. (nginx's own variable for it has only the first of several headers before 1.23.)
 *
 * @param {{ rawHeadersOut: [string, string][], headersOut: Record<string, string | undefined> }} answer
 */
function renameChallenges(answer) {
  const challenges = answer.rawHeadersOut.filter((pair) => /^www-authenticate$/i.test(pair[0]))
  if (challenges.length === 0) return
  delete answer.headersOut['WWW-Authenticate']
  answer.headersOut['X-Registry-Authenticate'] = challenges.map((pair) => pair[1]).join(', ')
}

/**
 * What each answer of the registry passes before its first byte is sent.
 *
 * @param {Parameters<typeof refuseUnreadable>[0] & Parameters<typeof renameChallenges>[0]} answer
 */
function check(answer) {
  refuseUnreadable(answer)
  renameChallenges(answer)
}

export default { check }
