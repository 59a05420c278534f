import { collect, readPieces } from '../../src/registry/transport/answer.ts'
import type { RegistryRequest, Transport } from '../../src/registry/transport/transport.ts'

/** How a proxy or group repository in front of a registry truncates tag lists, without a `Link`. */
export type Cut =
  /** No response has more names than this. */
  | 'at-a-cap'
  /** The same, ignoring `n`. */
  | 'without-n'
  /** Names after some name are left out of requests without `last`. */
  | 'behind-a-name'
  /** Every second response stops half-way. */
  | 'in-second-answers'

const CAP = 3
const MOST_BYTES = 1024 * 1024

export const CUTS: readonly Cut[] = ['at-a-cap', 'without-n', 'behind-a-name', 'in-second-answers']

/** A transport through a proxy that truncates its lists. */
export function cutLists(transport: Transport, cut: Cut): Transport {
  let answers = 0
  return async (request: RegistryRequest) => {
    const url = new URL(request.path, 'http://registry.invalid')
    if (!url.pathname.endsWith('/tags/list')) return await transport(request)
    const answer = await transport({ ...request, path: url.pathname })
    if (answer.status !== 200) return answer
    const bytes = await collect(readPieces(answer, MOST_BYTES))
    const list: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const { name, tags } = list as { name: string; tags: string[] | null }
    const last = url.searchParams.get('last')
    const all = (tags ?? []).toSorted().filter((tag) => last === null || tag > last)
    const n = cut === 'without-n' ? null : url.searchParams.get('n')
    const page = all.slice(0, Number(n ?? all.length))
    answers += 1
    return new Response(JSON.stringify({ name, tags: cutPage(page, { cut, last, answers }) }), {
      headers: { 'Content-Type': 'application/json' },
    })
  }
}

function cutPage(
  page: readonly string[],
  { cut, last, answers }: { cut: Cut; last: string | null; answers: number },
): readonly string[] {
  const half = page.slice(0, Math.ceil(page.length / 2))
  switch (cut) {
    case 'at-a-cap':
    case 'without-n':
      return page.slice(0, CAP)
    case 'behind-a-name':
      return last === null ? half : page
    case 'in-second-answers':
      return answers % 2 === 0 ? half : page
  }
}
