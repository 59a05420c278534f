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

export default { refuseUnreadable }
