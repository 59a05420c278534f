/**
 * The query parameters of the address as it is at this moment, to be changed and put back. Those that the
 * router gives are of the last render, which may be a moment behind: a change made meanwhile would be lost.
 */
export function presentParameters(): URLSearchParams {
  return new URLSearchParams(window.location.search)
}
