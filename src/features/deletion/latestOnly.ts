/** Calls `listener` at most every `milliseconds` with the latest value: thousands of steps are not thousands of renders. */
export function latestOnly<Value>(
  listener: (value: Value) => void,
  milliseconds = 60,
): { readonly send: (value: Value) => void; readonly end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: { value: Value } | undefined
  let before = 0
  const flush = () => {
    timer = undefined
    before = performance.now()
    if (latest) listener(latest.value)
    latest = undefined
  }
  return {
    send(value) {
      latest = { value }
      if (timer !== undefined) return
      const wait = before + milliseconds - performance.now()
      if (wait <= 0) flush()
      else timer = setTimeout(flush, wait)
    },
    /** What was sent and not told yet is dropped. */
    end() {
      clearTimeout(timer)
      latest = undefined
      timer = undefined
    },
  }
}
