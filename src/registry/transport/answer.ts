/**
 * A response, whatever its status. Its body can only be opened by the functions in this file, which all have a
 * limit: the other side may send forever, and a kilobyte of gzip becomes a megabyte. Whoever gets a response must
 * read or abandon its body, which holds a place in the queue until then.
 */
export type Answer = Pick<Response, 'ok' | 'status' | 'type' | 'headers'> & {
  readonly body: { readonly cancel: () => Promise<void> } | null
}

/** A decoded body in pieces, at most `limit` bytes. The rest is abandoned, also if the loop ends early. */
export async function* readPieces(
  answer: Answer,
  limit: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const reader = open(answer)
  let left = limit
  try {
    while (reader && left > 0) {
      const { done, value } = await reader.read()
      if (done) return
      yield value.subarray(0, left)
      left -= value.length
    }
  } finally {
    leave(reader ?? null)
  }
}

/** Whether a body has a first byte; the rest is abandoned. */
export async function deliversByte(answer: Answer): Promise<boolean> {
  try {
    for await (const piece of readPieces(answer, 1)) if (piece.length > 0) return true
  } catch {
    // The connection broke before a byte came.
  }
  return false
}

/** Abandons a body: nothing more of it is read from the network. */
export function leave(body: Answer['body']): void {
  body?.cancel().catch(() => undefined)
}

/**
 * The same response, with a body that reports its state: it `waits` for a piece, `rests` until the next one is
 * requested, or `ends`: complete, broken or abandoned.
 */
export function watchBody(
  answer: Answer,
  onChange: (state: 'waits' | 'rests' | 'ends') => void,
): Answer {
  const { ok, status, type, headers } = answer
  const reader = open(answer)
  if (!reader) {
    onChange('ends')
    return answer
  }
  const next = async () => {
    onChange('waits')
    try {
      const { done, value } = await reader.read()
      onChange(done ? 'ends' : 'rests')
      return value
    } catch (error) {
      onChange('ends')
      throw error
    }
  }
  const cancel = (reason: unknown) => {
    onChange('ends')
    return reader.cancel(reason)
  }
  return { ok, status, type, headers, body: streamOf(next, cancel) }
}

/** A body whose pieces come from `next`, which returns none at the end. Nothing is fetched until somebody reads. */
export function streamOf(
  next: () => Promise<Uint8Array | undefined>,
  cancel: UnderlyingSourceCancelCallback,
): ReadableStream<Uint8Array> {
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const piece = await next()
    if (piece) controller.enqueue(piece)
    else controller.close()
  }
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 })
}

export async function collect(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    all.push(piece)
    size += piece.length
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const piece of all) {
    bytes.set(piece, offset)
    offset += piece.length
  }
  return bytes
}

function open({ body }: Answer): ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined {
  return (body as ReadableStream<Uint8Array<ArrayBuffer>> | null)?.getReader()
}
