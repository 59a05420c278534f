import { JournalError } from '../deletion/journal/journal.ts'
import { visibleText } from '../format/visibleText.ts'
import { settings } from '../queries/settings.ts'
import {
  AccessDeniedError,
  DigestMismatchError,
  LoginRequiredError,
  MalformedResponseError,
  NotFoundError,
  RateLimitedError,
  RedirectedError,
  RegistryRejectedError,
  RegistryUnreachableError,
  UncheckableDigestError,
  isGone,
} from '../registry/errors.ts'

/** An error in words: what happened, and what to do about it. */
export type Explanation = {
  /** A few words, for a row of a table. */
  readonly short: string
  readonly title: string
  readonly advice: string
  /** The registry's own words, for those who ask it. */
  readonly detail?: string
}

/** Any error of a query as an `Explanation`. What is no registry error is a fault of Homeport, and says so. */
export function explainError(error: unknown): Explanation {
  const found = explain(error)
  const [short, title, advice] = typeof found === 'string' ? WORDS[found] : found
  const saysAll = SAY_ALL.some((kind) => error instanceof kind)
  if (saysAll || isMissingPart(error)) return { short, title, advice }
  const detail = error instanceof Error ? error.message : String(error)
  // A registry's words may hold anything.
  return { short, title, advice, detail: visibleText(detail, 2000) }
}

/** Their title and advice say all that their message does. */
const SAY_ALL = [DigestMismatchError, UncheckableDigestError, JournalError]

type Words = readonly [short: string, title: string, advice: string]

function explain(error: unknown): Words | keyof typeof WORDS {
  if (error instanceof RegistryUnreachableError) return error.reason
  if (error instanceof DigestMismatchError) {
    return [
      'content does not match its digest',
      'The content does not match its digest',
      `Expected ${error.expected}, but the bytes have ${error.actual}. They were changed on the registry’s disk or on the way. Nothing of them is shown, and nothing can be deleted by it.`,
    ]
  }
  if (error instanceof UncheckableDigestError) {
    return [
      'digest can’t be checked',
      'This digest can’t be checked',
      `Homeport doesn’t know the algorithm of ${error.digest}, so it can’t check the content. Nothing is deleted by it.`,
    ]
  }
  if (error instanceof RedirectedError) return isOfBlob(error) ? 'blob-redirected' : 'redirected'
  if (error instanceof MalformedResponseError) {
    return isOfBlob(error) && error.reason === 'cut-off' ? 'blob-cut-off' : error.reason
  }
  if (error instanceof RegistryRejectedError) return explainRejected(error)
  if (error instanceof JournalError) {
    return [
      'not recorded',
      error.message,
      'Nothing is begun that is not written down. Make room, or allow this page to store data, then try again.',
    ]
  }
  return isMissingPart(error) ? 'missing-part' : 'own-fault'
}

/** Whether a part of the program could not be loaded: a new version has other file names, and the old ones are gone. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof TypeError && /import/i.test(error.message)
}

function explainRejected(error: RegistryRejectedError): Words | keyof typeof WORDS {
  if (error instanceof LoginRequiredError) return 'login'
  if (error instanceof AccessDeniedError) {
    return [
      'no permission',
      `You have no permission for ${refusedAction(error)}`,
      'Ask the registry’s administrator for the right, or sign in as somebody else.',
    ]
  }
  if (error instanceof RateLimitedError) {
    return [
      'asked to wait',
      'The registry asks to wait',
      `It takes no more requests for ${Math.ceil(error.retryAfterSeconds)} seconds.`,
    ]
  }
  const { status, details } = error
  const [first] = details
  if (error instanceof NotFoundError) {
    return !first ? 'no-such-address' : isGone(error) ? 'gone' : 'type-refused'
  }
  const words = first ? ` (${visibleText(`${first.code}: ${first.message}`, 200)})` : ''
  return [
    `error ${status}`,
    `The registry answered with error ${status}${words}`,
    status >= 500
      ? 'The fault is inside the registry; its log says more. Try again.'
      : 'It refused this request.',
  ]
}

function isOfBlob({ request }: RedirectedError | MalformedResponseError): boolean {
  return request.includes('/blobs/')
}

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['GET', 'pull'],
  ['HEAD', 'pull'],
  ['PUT', 'push'],
  ['DELETE', 'delete'],
])

/** `team/app: pull`, as the request shows it. */
function refusedAction({ request }: AccessDeniedError): string {
  const [method = '', path = ''] = request.split(' ')
  const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path)?.[1]
  return repository ? `${repository}: ${ACTIONS.get(method) ?? method}` : 'this'
}

const UNREACHABLE = `The registry at ${settings.registry} is unreachable`

const NOT_UNDERSTOOD: Words = [
  'answer not understood',
  'The registry’s answer is not what the specification says',
  'Check that the address is that of a Docker or OCI registry (API v2).',
]

const WORDS = {
  timeout: [
    'no answer in time',
    'The registry did not answer in time',
    'It may be busy. Try again in a moment.',
  ],
  gateway: [
    'registry unreachable',
    UNREACHABLE,
    'Homeport runs, but the registry behind it does not answer. Start it, or check ENV_DOCKER_REGISTRY_HOST and ENV_DOCKER_REGISTRY_PORT.',
  ],
  network: [
    'registry unreachable',
    UNREACHABLE,
    'The connection broke off. Check that Homeport and the registry run, then try again. If it stays so: Homeport drops answers that are not valid HTTP, and its log names them.',
  ],
  'web-page': [
    'got a web page',
    'A web page came instead of the registry’s answer',
    'Something in between answers for the registry: a login that expired, or a proxy’s error page. Open the registry’s address in a new tab to see it.',
  ],
  'cut-off': [
    'answer broke off',
    'The registry’s answer broke off',
    'Nothing of it is shown, since half an answer looks like a whole one. Try again.',
  ],
  compressed: [
    'answer is compressed',
    'The registry’s answer is compressed',
    'Homeport asks for uncompressed answers. Turn compression off in the registry, or in the proxy or CDN in front of it.',
  ],
  'not-json': NOT_UNDERSTOOD,
  circle: NOT_UNDERSTOOD,
  unexpected: NOT_UNDERSTOOD,
  'too-large': NOT_UNDERSTOOD,
  'blob-cut-off': [
    'answer broke off',
    'The registry’s answer broke off',
    'Try again. If it stays so, the blob is missing on the registry’s disk: garbage collection without a restart leaves it in the registry’s memory. Restart the registry, then push the image again.',
  ],
  redirected: [
    'redirected',
    'The answer leads to another address',
    'Something in between wants the browser elsewhere, most likely at a login page. Reload the page to see it.',
  ],
  'blob-redirected': [
    'stored where the browser cannot read',
    'The registry redirects blobs to a storage that the browser cannot read',
    'Set storage.redirect.disable: true in the registry’s configuration (REGISTRY_STORAGE_REDIRECT_DISABLE=true) and restart it.',
  ],
  gone: ['gone', 'The registry does not have it', 'It was deleted meanwhile, or never was there.'],
  'type-refused': [
    'type refused',
    'The registry has it, but not in a type it would send',
    'It is there. Something between Homeport and the registry changes the Accept header.',
  ],
  'no-such-address': [
    'no such address',
    'The registry does not know this address',
    'It answered 404 without an error of a registry’s form: the name is none that it accepts, or something else than a registry answers there.',
  ],
  'missing-part': [
    'not loaded',
    'A part of this page could not be loaded',
    'Homeport was updated meanwhile, or the connection broke off. Reload the page.',
  ],
  'own-fault': [
    'Homeport failed',
    'Homeport failed here',
    'This is a fault of Homeport, not of your registry. Reload the page; if it stays, please report it.',
  ],
  login: [
    'sign-in needed',
    'The registry asks for a login',
    'Sign in to go on; what is on the page stays.',
  ],
} as const satisfies Readonly<Record<string, Words>>
