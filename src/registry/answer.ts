/**
 * An answer, whatever its status. Its body can only be opened by the functions of this file: each has a bound,
 * since the other side may send without end, and a kilobyte of gzip becomes a megabyte.
 */
export type Answer = Pick<Response, 'ok' | 'status' | 'type' | 'headers'> & {
  readonly body: { readonly cancel: () => Promise<void> } | null
  readonly clone: () => Answer
}

/**
 * At most `limit` bytes of a body, counted as they come out of its encoding; the rest is left where it is.
 *
 * @returns `isWhole`: the body ended by then
 * @throws what reading throws: the connection broke, or its time ran out
 */
export async function readAtMost(
  answer: Answer,
  limit: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly isWhole: boolean }> {
  const reader = open(answer)
  const chunks: Uint8Array[] = []
  let size = 0
  while (reader && size <= limit) {
    const { done, value } = await reader.read()
    if (done) return { bytes: join(chunks, size), isWhole: true }
    size += value.length
    chunks.push(value)
  }
  if (!reader) return { bytes: new Uint8Array(0), isWhole: true }
  leave(reader)
  return { bytes: join(chunks, size).subarray(0, limit), isWhole: false }
}

/** Whether a body has a first byte; the rest is left where it is. */
export async function deliversByte(answer: Answer): Promise<boolean> {
  const reader = open(answer)
  if (!reader) return false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return false
      if (value.length > 0) return true
    }
  } catch {
    return false
  } finally {
    leave(reader)
  }
}

/** Lets go of a body: nothing more of it is taken from the network. */
export function leave(body: Answer['body']): void {
  // Not awaited: of an answer with a clone it does not end before both are left.
  body?.cancel().catch(() => undefined)
}

function open({ body }: Answer): ReadableStreamDefaultReader<Uint8Array> | undefined {
  return (body as ReadableStream<Uint8Array> | null)?.getReader()
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
