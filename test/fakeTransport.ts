import type { RegistryRequest, Transport } from '../src/registry/transport/transport.ts'

/** A registry in memory. */
export type FakeTransport = Transport & {
  /** `METHOD path` of every request so far. */
  readonly asked: readonly string[]
}

/** Responds as `answer` says; everything else is an unknown route, as on a real registry. */
export function fakeTransport(
  answer: (path: string, request: RegistryRequest) => Response | Promise<Response> | undefined,
): FakeTransport {
  const asked: string[] = []
  const carry = async (request: RegistryRequest) => {
    const { method = 'GET', path } = request
    asked.push(`${method} ${path}`)
    return (await answer(path, request)) ?? new Response('404 page not found\n', { status: 404 })
  }
  return Object.assign(carry, { asked })
}

export function jsonAnswer(
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
}

/** An error as distribution writes it. */
export function errorAnswer(
  status: number,
  code: string,
  message = code,
  headers: Record<string, string> = {},
): Response {
  return jsonAnswer({ errors: [{ code, message }] }, { status, headers })
}

/** A body of 100 MB in pieces of 16 kB, and how many of its bytes were read. */
export function endlessBody(): { readonly body: ReadableStream; readonly taken: () => number } {
  let taken = 0
  const body = new ReadableStream({
    pull(controller) {
      taken += 16_384
      controller.enqueue(new Uint8Array(16_384).fill(120))
      if (taken >= 100_000_000) controller.close()
    },
  })
  return { body, taken: () => taken }
}
