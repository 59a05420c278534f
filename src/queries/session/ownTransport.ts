import { type Transport, fetchTransport } from '../../registry/transport/transport.ts'
import { basePath } from './settings.ts'

const transport = fetchTransport(basePath)

/**
 * To nginx, without a login of its own. `Authorization` goes under another name, which nginx turns round: the usual
 * one may belong to a password before the page, or to a proxy in front. For the same reason, nginx may pass on the
 * registry's 401 as a 403.
 */
export const ownTransport: Transport = async ({ headers, ...request }) => {
  const { Authorization: authorization, ...others } = headers ?? {}
  const own = authorization === undefined ? {} : { 'X-Registry-Authorization': authorization }
  const answer = await transport({ ...request, headers: { ...others, ...own } })
  if (!answer.headers.has('X-Registry-Status')) return answer
  const { ok, type, body } = answer
  return { ok, status: 401, type, headers: answer.headers, body }
}
