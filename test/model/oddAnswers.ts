import type { Answer } from '../../src/registry/transport/answer.ts'
import type { Odd } from './odd.ts'

/** A refusal in the registries' error format. */
export function refuse(status: number, code: string, message: string): Response {
  const headers = {
    'Content-Type': 'application/json',
    ...(status === 401 && { 'WWW-Authenticate': 'Basic realm="registry"' }),
  }
  return new Response(JSON.stringify({ errors: [{ code, message }] }), { status, headers })
}

/** A registry's response about a manifest, as the odd one would word it. */
export function reword(answer: Answer, { code, isNameless }: Odd): Answer {
  if (answer.status === 404 && answer.body && code !== 'MANIFEST_UNKNOWN') {
    void answer.body.cancel()
    return refuse(404, code, 'not found')
  }
  if (!isNameless) return answer
  const { ok, status, type, body } = answer
  const headers = new Headers(answer.headers)
  headers.delete('Docker-Content-Digest')
  return { ok, status, type, headers, body }
}
