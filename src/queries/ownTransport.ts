import { type Transport, fetchTransport } from '../registry/transport/transport.ts'
import { basePath } from './settings.ts'

const transport = fetchTransport(basePath)

/**
 * To nginx, without a login of its own. `Authorization` goes under another name, which nginx turns round: the usual
 * one may belong to a password before the page, or to a proxy in front.
 */
export const ownTransport: Transport = ({ headers, ...request }) => {
  const { Authorization: authorization, ...others } = headers ?? {}
  if (authorization === undefined) return transport({ ...request, headers: others })
  return transport({
    ...request,
    headers: { ...others, 'X-Registry-Authorization': authorization },
  })
}
