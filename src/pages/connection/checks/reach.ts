import { authorizer, tokenPath } from '../../../queries/session/authorization.ts'
import { settings } from '../../../queries/session/settings.ts'
import { declinedLogin, signedInUser } from '../../../queries/session/session.ts'
import { type Challenge, readChallenges } from '../../../registry/auth/challenge.ts'
import { LoginRequiredError, RegistryUnreachableError } from '../../../registry/errors.ts'
import { askRegistryVersion } from '../../../registry/version.ts'
import { formatCounted } from '../../../format/count.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { type Finding, failed } from '../finding.ts'
import type { Probe } from '../probe.ts'

/** How far two clocks may differ: the registry’s dates have whole seconds, and answers take a while. */
const CLOCK_TOLERANCE = 30_000

export async function examineReach({ greeting }: Probe): Promise<Finding> {
  try {
    const { status, milliseconds } = await greeting()
    const seen = `${settings.registry} answers GET /v2/ with ${status} in ${Math.max(1, Math.round(milliseconds))} ms`
    if (settings.upstreamTls === 'verified') {
      return { state: 'ok', seen: `${seen}, over TLS with a verified certificate.` }
    }
    if (settings.upstreamTls !== 'unverified') return { state: 'ok', seen: `${seen}.` }
    return {
      state: 'limited',
      seen: `${seen}, over TLS, but with a certificate that isn’t verified.`,
      remedy: {
        text: 'Somebody between Homeport and the registry could answer in its place. In the environment of the Homeport container, name a file with the certificates that the registry’s must chain to:',
        lines: ['ENV_DOCKER_REGISTRY_CA=/etc/ssl/certs/ca-certificates.crt'],
      },
    }
  } catch (error) {
    if (!(error instanceof RegistryUnreachableError)) return failed(error)
    const lines = ['ENV_DOCKER_REGISTRY_HOST=registry', 'ENV_DOCKER_REGISTRY_PORT=5000']
    return failed(error, 'failed', ...lines)
  }
}

/** Hints of a product, in its challenge: whose token service it names. */
const PRODUCTS: readonly (readonly [pattern: RegExp, product: string])[] = [
  [/harbor-registry/, 'Harbor'],
  [/\/v2\/auth/, 'Quay'],
  [/\/jwt\/auth/, 'GitLab'],
  [/auth\.docker\.io/, 'Docker Hub'],
  [/ghcr\.io/, 'GitHub Container Registry'],
  [/\.amazonaws\.com/, 'Amazon ECR'],
  [/\.azurecr\.io/, 'Azure Container Registry'],
  [/artifactory|jfrog/i, 'Artifactory'],
  [/sonatype|nexus/i, 'Nexus'],
  [/\/v2\/token/, 'Gitea or Forgejo'],
]

export async function examineProduct({ greeting, sample }: Probe): Promise<Finding> {
  const { headers } = await greeting()
  const version = headers.get('Docker-Distribution-Api-Version')
  const api = version
    ? `API version ${visibleText(version, 60)}.`
    : 'No API version is announced; Homeport doesn’t need one.'
  const text = readChallenges(headers)
    .flatMap(({ parameters }) => [parameters.get('realm') ?? '', parameters.get('service') ?? ''])
    .join(' ')
  const [, product] = PRODUCTS.find(([pattern]) => pattern.test(text)) ?? []
  if (product) return { state: 'ok', seen: `${api} By its sign-in, this is probably ${product}.` }
  const found = await sample()
  const answered = found ? await askRegistryVersion(found.place) : 'unknown'
  const name = {
    'distribution-2': 'By its error messages, this is distribution 2.x (registry:2).',
    'distribution-3': 'By its error messages, this is distribution 3.x (registry:3).',
    unknown: 'Nothing in its answers names a product.',
  }[answered]
  return { state: 'ok', seen: `${api} ${name}` }
}

export async function examineSignIn({ greeting, catalog }: Probe): Promise<Finding> {
  const { headers, refusal: asked } = await greeting()
  const user = signedInUser.read()
  if (!asked) {
    return { state: 'ok', seen: 'The registry answers everybody: no sign-in is required.' }
  }
  const challenges = readChallenges(headers)
  const offered = challenges.map(describeChallenge).join(', ') || 'nothing Homeport knows'
  const seen = `The registry requires a sign-in and offers ${offered}.`
  const realm = challenges.find(({ scheme }) => scheme === 'bearer')?.parameters.get('realm')
  if (realm !== undefined && tokenPath(realm) === undefined) {
    const remedy = {
      text: 'The token service is on another host, which the page can only reach through Homeport. In the environment of the Homeport container:',
      lines: [`ENV_TOKEN_REALM_URL=${visibleText(realm, 300)}`],
    }
    return { state: 'limited', seen, remedy }
  }
  const isKept = settings.registryUser !== ''
  const name = isKept ? settings.registryUser : user
  if (name === undefined) {
    declinedLogin.write(asked)
    return { state: 'limited', seen, remedy: { text: 'Sign in with the button at the top.' } }
  }
  // Whether somebody may list repositories is another question.
  const refusal = await catalog().then(
    () => undefined,
    (error: unknown) => error,
  )
  if (refusal instanceof LoginRequiredError) return failed(refusal, 'limited')
  const who = `${isKept ? 'Homeport itself signs in, as' : 'Signed in as'} ${visibleText(name, 100)}.`
  const seconds = authorizer.lifetime()
  const life =
    seconds === undefined
      ? ''
      : ` A token is used for ${formatCounted(seconds, 'second')}, then replaced.`
  return { state: 'ok', seen: `${seen} ${who}${life}` }
}

/** Without secrets: a realm’s query may contain some. */
function describeChallenge({ scheme, parameters }: Challenge): string {
  const name = scheme.charAt(0).toUpperCase() + scheme.slice(1)
  const realm = parameters.get('realm') ?? ''
  if (scheme !== 'bearer' || !URL.canParse(realm)) return visibleText(name, 40)
  const { origin, pathname } = new URL(realm)
  const scope = parameters.get('scope')
  const what = scope ? ` for ${visibleText(scope, 100)}` : ''
  return `a token (Bearer)${what} from ${visibleText(origin + pathname, 200)}`
}

/** nginx removes these headers, and says so. */
export async function examineOrigins({ greeting }: Probe): Promise<Finding> {
  const { headers } = await greeting()
  const allowed = headers.get('X-Registry-Allow-Origin')
  if (!allowed) {
    return { state: 'ok', seen: 'The registry sends none, and Homeport needs none.' }
  }
  const whose = allowed === '*' ? 'any site' : visibleText(allowed, 200)
  return {
    state: 'ok',
    seen: `The registry lets pages of ${whose} read it. Homeport doesn’t need that, and removes the headers.`,
    remedy: {
      text: 'Unless another frontend needs them, remove http.headers.Access-Control-Allow-Origin from the registry’s configuration.',
    },
  }
}

export async function examineClock({ greeting }: Probe): Promise<Finding> {
  const { headers } = await greeting()
  const ahead = Date.parse(headers.get('Date') ?? '') - Date.now()
  if (!Number.isFinite(ahead)) {
    return { state: 'unknown', seen: 'The registry’s answers carry no date.' }
  }
  if (Math.abs(ahead) <= CLOCK_TOLERANCE) {
    return { state: 'ok', seen: 'The clocks of Homeport and of this computer agree.' }
  }
  const minutes = Math.max(1, Math.round(Math.abs(ahead) / 60_000))
  return {
    state: 'limited',
    seen: `This computer’s clock is about ${minutes} minutes ${ahead > 0 ? 'behind' : 'ahead of'} Homeport’s.`,
    remedy: {
      text: 'Ages are shown by Homeport’s clock. Sign-in tokens may be refused until both clocks are set, for example by NTP.',
    },
  }
}
