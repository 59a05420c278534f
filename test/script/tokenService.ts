import { createSign } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portOf } from '../../stack/ports.mjs'
import { runProcess } from '../../stack/process.mjs'
import { basicAuthorization } from '../../src/registry/auth/login.ts'

export type TokenService = {
  /** `token` of `startRegistry`. */
  readonly settings: { realm: string; service: string; issuer: string; rootcertbundle: string }
  /** The value of `Authorization` that allows everything. */
  readonly all: (repository: string) => string
  /** The requested scopes, in order. */
  readonly scopes: string[]
  /** The next tokens, this many, are already expired. */
  expire: (times: number) => void
  readonly stop: () => Promise<void>
}

const ISSUER = 'tokens of a test'
const SERVICE = 'registry of a test'

/**
 * A service that issues tokens for one login, for registries with `auth: token`.
 *
 * @param may whether somebody has the right in a scope; without it: whoever has the login has all, strangers get no
 *   token
 * @see distribution, "Token Authentication Specification"
 */
export async function startTokenService(
  login: { user: string; password: string },
  may?: (scope: string, user: string | undefined) => boolean,
): Promise<TokenService> {
  const folder = await mkdtemp(join(tmpdir(), 'homeport-tokens-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=tokens', '-days', '2']
  const files = ['-keyout', key, '-out', certificate]
  await runProcess('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    ...subject,
    ...files,
  ])
  const privateKey = await readFile(key, 'utf8')
  const chain = (await readFile(certificate, 'utf8')).replace(/-----[^-]+-----|\s/g, '')
  const scopes: string[] = []
  let expired = 0

  const tokenFor = (asked: readonly string[], lifetime = 300) => {
    const access = asked.map((scope) => {
      const [type = '', name = '', actions = ''] = scope.split(':')
      return { type, name, actions: actions.split(',') }
    })
    const seconds = Math.floor(Date.now() / 1000)
    const times = { iat: seconds - 600, nbf: seconds - 600, exp: seconds + lifetime }
    const claims = { iss: ISSUER, sub: login.user, aud: SERVICE, jti: 'one', access, ...times }
    const parts = [{ typ: 'JWT', alg: 'RS256', x5c: [chain] }, claims]
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    const signature = createSign('RSA-SHA256').update(text.join('.')).sign(privateKey, 'base64url')
    return [...text, signature].join('.')
  }
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://tokens')
    const { authorization } = request.headers
    const user = authorization === basicAuthorization(login) ? login.user : undefined
    if (user === undefined && (authorization !== undefined || !may)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="tokens"' }).end()
      return
    }
    const asked = url.searchParams.getAll('scope')
    scopes.push(...asked)
    const given = asked.filter((scope) => !may || may(scope, user))
    const lifetime = expired > 0 ? -300 : 300
    expired -= 1
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ token: tokenFor(given, lifetime) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const realm = `http://127.0.0.1:${portOf(server)}/token`
  return {
    settings: { realm, service: SERVICE, issuer: ISSUER, rootcertbundle: certificate },
    all: (repository) => `Bearer ${tokenFor([`repository:${repository}:pull,push,delete`])}`,
    scopes,
    expire: (times) => void (expired = times),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await rm(folder, { recursive: true, force: true })
    },
  }
}
