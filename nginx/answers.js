/**
 * Keeps responses from reaching the browser without the headers of nginx.conf, in which case they would run in
 * Homeport's origin: nginx takes a status line that it can't parse for HTTP/0.9, which has no headers, and an
 * interim response (1xx) for the final one. Runs before the first byte is sent: nothing of such a response passes,
 * and the connection (HTTP/2: the stream) is closed.
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
 * Passes all challenges of a 401 to the page in a single header, whose name keeps browsers from asking for a
 * password themselves. (Before 1.23, nginx's own variable has only the first of several headers.)
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
 * Passes a 401 on as a 403 that says so, if the browser sent a password for something in front of the registry (the
 * page's own login has another header): it would take the 401 for that password's refusal, forget it, and ask again.
 * njs before 0.8.0 (Debian 12) can't change the status of a response; there it only says so.
 *
 * @param {{ status: number, headersIn: Record<string, string | undefined>, headersOut: Record<string, string | undefined> }} answer
 */
function hideRefusal(answer) {
  if (answer.status !== 401 || !/^basic /i.test(answer.headersIn['Authorization'] ?? '')) return
  answer.status = 403
  answer.headersOut['X-Registry-Status'] = '401'
}

/**
 * Takes the registry's path (`ENV_DOCKER_REGISTRY_PATH`) out of the addresses that it gives: Homeport serves it at /v2/.
 *
 * @param {{ variables: Record<string, string>, headersOut: Record<string, string | undefined> }} answer
 */
function shortenAddresses(answer) {
  const path = answer.variables['homeport_registry_path']
  if (!path) return
  const names = ['Link', 'Location']
  names.forEach((name) => {
    const value = answer.headersOut[name]
    if (value) answer.headersOut[name] = value.split(`${path}/v2/`).join('/v2/')
  })
}

/**
 * Checks every response of the registry before its first byte is sent.
 *
 * @param {Parameters<typeof refuseUnreadable>[0] & Parameters<typeof renameChallenges>[0] & Parameters<typeof hideRefusal>[0] & Parameters<typeof shortenAddresses>[0]} answer
 */
function check(answer) {
  refuseUnreadable(answer)
  // nginx's own 401 asks for the password before the page: the browser's business.
  if (answer.variables['upstream_status'] === undefined) return
  renameChallenges(answer)
  hideRefusal(answer)
  shortenAddresses(answer)
}

export default { check }
