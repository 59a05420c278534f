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
  if (error instanceof RegistryUnreachableError) return explainUnreachable(error)
  if (error instanceof DigestMismatchError) {
    return {
      short: 'content does not match its digest',
      title: 'The content does not match its digest',
      advice: `Expected ${error.expected}, but the bytes have ${error.actual}. They were changed on the registry’s disk or on the way. Nothing of them is shown, and nothing can be deleted by it.`,
    }
  }
  if (error instanceof RedirectedError) {
    return {
      short: 'stored where the browser cannot read',
      title: 'The registry redirects blobs to a storage that the browser cannot read',
      advice:
        'Set storage.redirect.disable: true in the registry’s configuration (REGISTRY_STORAGE_REDIRECT_DISABLE=true) and restart it.',
    }
  }
  if (error instanceof MalformedResponseError) return explainMalformed(error)
  if (error instanceof RegistryRejectedError) return explainRejected(error)
  return {
    short: 'Homeport failed',
    title: 'Homeport failed here',
    advice:
      'This is a fault of Homeport, not of your registry. Reload the page; if it stays, please report it.',
    detail: error instanceof Error ? error.message : String(error),
  }
}

function explainUnreachable(error: RegistryUnreachableError): Explanation {
  if (error.reason === 'timeout') {
    return {
      short: 'no answer in time',
      title: 'The registry did not answer in time',
      advice: 'It may be busy. Try again in a moment.',
      detail: error.message,
    }
  }
  return {
    short: 'registry unreachable',
    title: `The registry at ${settings.registry} is unreachable`,
    advice:
      error.reason === 'gateway'
        ? 'Homeport runs, but the registry behind it does not answer. Start it, or check ENV_DOCKER_REGISTRY_HOST and ENV_DOCKER_REGISTRY_PORT.'
        : 'The connection broke off. Check that Homeport and the registry run, then try again.',
    detail: error.message,
  }
}

function explainMalformed(error: MalformedResponseError): Explanation {
  switch (error.reason) {
    case 'web-page':
      return {
        short: 'got a web page',
        title: 'A web page came instead of the registry’s answer',
        advice:
          'Something in between answers for the registry: a login that expired, or a proxy’s error page. Open the registry’s address in a new tab to see it.',
        detail: error.message,
      }
    case 'cut-off':
      return {
        short: 'answer broke off',
        title: 'The registry’s answer broke off',
        advice: 'Nothing of it is shown, since half an answer looks like a whole one. Try again.',
        detail: error.message,
      }
    default:
      return {
        short: 'answer not understood',
        title: 'The registry’s answer is not what the specification says',
        advice: 'Check that the address is that of a Docker or OCI registry (API v2).',
        detail: error.message,
      }
  }
}

function explainRejected(error: RegistryRejectedError): Explanation {
  const detail = error.message
  if (error instanceof LoginRequiredError) {
    return {
      short: 'sign-in needed',
      title: 'The registry asks for a login',
      advice: 'Sign in to go on; what is on the page stays.',
      detail,
    }
  }
  if (error instanceof AccessDeniedError) {
    return {
      short: 'no permission',
      title: 'You have no permission for this',
      advice: `The registry refused ${error.request}. Ask its administrator for the right.`,
      detail,
    }
  }
  if (error instanceof RateLimitedError) {
    return {
      short: 'asked to wait',
      title: 'The registry asks to wait',
      advice: `It takes no more requests for ${Math.ceil(error.retryAfterSeconds)} seconds.`,
      detail,
    }
  }
  if (error instanceof NotFoundError) {
    return isGone(error)
      ? {
          short: 'gone',
          title: 'The registry does not have it',
          advice: 'It was deleted meanwhile, or never was there.',
          detail,
        }
      : {
          short: 'type refused',
          title: 'The registry has it, but not in a type it would send',
          advice:
            'It is there. Something between Homeport and the registry changes the Accept header.',
          detail,
        }
  }
  return {
    short: `error ${error.status}`,
    title: `The registry answered with error ${error.status}`,
    advice:
      error.status >= 500
        ? 'The fault is inside the registry; its log says more. Try again.'
        : 'It refused this request.',
    detail,
  }
}
