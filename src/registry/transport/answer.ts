/**
 * An answer, whatever its status. Its body can only be opened by the functions of this file: each has a bound,
 * since the other side may send without end, and a kilobyte of gzip becomes a megabyte. Whoever gets an answer
 * reads its body or leaves it: until then it holds a place in the queue.
 */
export type Answer = Pick<Response, 'ok' | 'status' | 'type' | 'headers'> & {
  readonly body: { readonly cancel: () => Promise<void> } | null
}

/**
 * A body in pieces, as they come out of its encoding: at most `limit` bytes. The rest is left where it is, as it
 * is when the loop over the pieces is left.
 */
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

/** Whether a body has a first byte; the rest is left where it is. */
export async function deliversByte(answer: Answer): Promise<boolean> {
  try {
    for await (const piece of readPieces(answer, 1)) if (piece.length > 0) return true
  } catch {
    // It broke off before: see below.
  }
  return false
}

/** Lets go of a body: nothing more of it is taken from the network. */
export function leave(body: Answer['body']): void {
  body?.cancel().catch(() => undefined)
}

/**
 * The same answer, whose body says what becomes of it: `waits` for a piece, `rests` until the next one is asked
 * for, or `ends`: whole, broken or left.
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

/** A body whose pieces `next` gives, none at its end. Nothing is taken before somebody reads. */
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

/** Pieces as one. */
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
