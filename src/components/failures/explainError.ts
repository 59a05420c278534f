import { JournalError } from '../../deletion/journal/journal.ts'
import { visibleText } from '../../format/visibleText.ts'
import { settings } from '../../queries/session/settings.ts'
import {
  AccessDeniedError,
  DigestMismatchError,
  LoginRequiredError,
  MalformedResponseError,
  NotFoundError,
  RateLimitedError,
  RedirectedError,
  type RegistryError,
  RegistryRejectedError,
  RegistryUnreachableError,
  UncheckableDigestError,
  isGone,
} from '../../registry/errors.ts'

/** An error in words: what happened, and what to do about it. */
export type Explanation = {
  /** A few words, for a table row. */
  readonly short: string
  readonly title: string
  readonly advice: string
  /** The original message, folded under “Details”. */
  readonly detail?: string
}

/** Explains any error of a query. Anything but a registry error is a bug in Homeport, and is called that. */
export function explainError(error: unknown): Explanation {
  const found = explain(error)
  const [short, title, advice] = typeof found === 'string' ? WORDS[found] : found
  const saysAll = SAY_ALL.some((kind) => error instanceof kind)
  if (saysAll || isMissingPart(error)) return { short, title, advice }
  const detail = error instanceof Error ? error.message : String(error)
  // A registry's message may contain anything.
  return { short, title, advice, detail: visibleText(detail, 2000) }
}

/** Their title and advice already say what their message does. */
const SAY_ALL = [DigestMismatchError, UncheckableDigestError, JournalError]

type Words = readonly [short: string, title: string, advice: string]

function explain(error: unknown): Words | keyof typeof WORDS {
  if (error instanceof RegistryUnreachableError) {
    return isOfBlob(error) && error.reason === 'network' ? 'blob-cut-off' : error.reason
  }
  if (error instanceof DigestMismatchError) {
    return [
      'digest mismatch',
      'The content does not match its digest',
      `Expected ${error.expected}, but got ${error.actual}. The content was changed on the registry’s disk or in transit. It is not shown, and this digest can’t be deleted.`,
    ]
  }
  if (error instanceof UncheckableDigestError) {
    return [
      'digest can’t be verified',
      'This digest can’t be verified',
      `Homeport doesn’t know the algorithm of ${error.digest}, so it can’t verify the content, and won’t delete this digest.`,
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
      'Homeport won’t change what it can’t record for undo. Free some space, or allow this page to store data, then try again.',
    ]
  }
  return isMissingPart(error) ? 'missing-part' : 'own-fault'
}

/** Whether a module couldn't be loaded: after an update of Homeport, the old files are gone. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof TypeError && /import/i.test(error.message)
}

function explainRejected(error: RegistryRejectedError): Words | keyof typeof WORDS {
  if (error instanceof LoginRequiredError) return 'login'
  if (error instanceof AccessDeniedError) {
    return [
      'no permission',
      `You are not allowed to do this: ${refusedAction(error)}`,
      'Ask the registry’s administrator for access, or sign in as another user.',
    ]
  }
  if (error instanceof RateLimitedError) {
    return [
      'rate-limited',
      'Rate-limited by the registry',
      `It accepts requests again in ${Math.ceil(error.retryAfterSeconds)} seconds.`,
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
    `The registry returned error ${status}${words}`,
    status >= 500
      ? 'The registry failed. Check its log, then try again.'
      : [409, 412, 423].includes(status)
        ? 'A rule of the registry forbids it: the tag may be immutable or locked, another image may need this one, or a scan may be missing.'
        : 'The registry refused this request.',
  ]
}

function isOfBlob({ request }: RegistryError): boolean {
  return request.includes('/blobs/')
}

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['GET', 'pull'],
  ['HEAD', 'pull'],
  ['PUT', 'push'],
  ['DELETE', 'delete'],
])

/** What a request tried to do: `team/app: pull`. */
function refusedAction({ request }: AccessDeniedError): string {
  const [method = '', path = ''] = request.split(' ')
  const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path)?.[1]
  return repository ? `${repository}: ${ACTIONS.get(method) ?? method}` : 'this'
}

const UNREACHABLE = `The registry at ${settings.registry} is unreachable`

const NOT_UNDERSTOOD: Words = [
  'unexpected response',
  'The registry’s response doesn’t follow the specification',
  'Check that the address belongs to a Docker or OCI registry (API v2).',
]

const WORDS = {
  timeout: [
    'timed out',
    'The registry didn’t respond in time',
    'It may be busy. Try again in a moment.',
  ],
  gateway: [
    'registry unreachable',
    UNREACHABLE,
    'Homeport is running, but the registry behind it is not responding. Start the registry, or check ENV_DOCKER_REGISTRY_HOST and ENV_DOCKER_REGISTRY_PORT.',
  ],
  network: [
    'registry unreachable',
    UNREACHABLE,
    'Connection lost. Check that Homeport and the registry are running, then try again. If this keeps happening, see Homeport’s log: it drops responses that aren’t valid HTTP, and logs them.',
  ],
  'web-page': [
    'got a web page',
    'Got a web page instead of the registry’s response',
    'A proxy’s sign-in page or error page responded instead. Reload this page to sign in again. If that doesn’t help, open the registry’s address in a new tab.',
  ],
  'cut-off': [
    'response incomplete',
    'The registry’s response was cut off',
    'It is not shown, since an incomplete response could be taken for a complete one. Try again.',
  ],
  compressed: [
    'response is compressed',
    'The registry’s response is compressed',
    'Homeport asks for uncompressed responses. Turn off compression in the registry, or in the proxy or CDN in front of it.',
  ],
  'not-json': NOT_UNDERSTOOD,
  circle: NOT_UNDERSTOOD,
  unexpected: NOT_UNDERSTOOD,
  'too-large': NOT_UNDERSTOOD,
  'blob-cut-off': [
    'response incomplete',
    'The registry’s response was cut off',
    'Try again. If this keeps happening, the blob may be missing from the registry’s disk: after garbage collection without a restart, the registry’s cache still lists it. Restart the registry, then push the image again.',
  ],
  redirected: [
    'redirected',
    'Redirected to another address',
    'A proxy redirected the request, most likely to a login page. Reload the page to see it.',
  ],
  'blob-redirected': [
    'stored on another host',
    'The registry redirects blobs to storage that the browser can’t reach',
    'Set storage.redirect.disable: true in the registry’s configuration (REGISTRY_STORAGE_REDIRECT_DISABLE=true) and restart it.',
  ],
  gone: ['gone', 'Not found in the registry', 'It may have been deleted, or never existed.'],
  'type-refused': [
    'type refused',
    'The registry has it, but refused the requested types',
    'It exists, but something between Homeport and the registry changes the Accept header.',
  ],
  'no-such-address': [
    'no such address',
    'The registry doesn’t recognize this address',
    'It answered 404 without a registry’s error format: either it doesn’t accept the name, or something other than a registry answered.',
  ],
  'missing-part': [
    'not loaded',
    'Part of this page couldn’t be loaded',
    'Homeport was updated, or the connection was lost. Reload the page.',
  ],
  'own-fault': [
    'Homeport failed',
    'Something went wrong in Homeport',
    'This is a bug in Homeport, not a problem with your registry. Reload the page; if it happens again, please report it.',
  ],
  login: [
    'sign-in required',
    'Sign-in required',
    'Sign in to continue. Nothing on this page is lost.',
  ],
} as const satisfies Readonly<Record<string, Words>>
