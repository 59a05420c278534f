import { JournalError } from '../deletion/journal/journal.ts'
import { visibleText } from '../format/visibleText.ts'
import { settings } from '../queries/settings.ts'
import {
  DigestMismatchError,
  MalformedResponseError,
  RedirectedError,
  RegistryRejectedError,
  RegistryUnreachableError,
  UncheckableDigestError,
} from '../registry/errors.ts'
import { type Explanation, explainRejected } from './explainRejected.ts'

/** Any error of a query as an `Explanation`. What is no registry error is a fault of Homeport, and says so. */
export function explainError(error: unknown): Explanation {
  const { detail, ...explanation } = explain(error)
  // A registry's words may hold anything.
  return detail === undefined ? explanation : { ...explanation, detail: visibleText(detail, 2000) }
}

function explain(error: unknown): Explanation {
  if (error instanceof RegistryUnreachableError) return explainUnreachable(error)
  if (error instanceof DigestMismatchError) {
    return {
      short: 'content does not match its digest',
      title: 'The content does not match its digest',
      advice: `Expected ${error.expected}, but the bytes have ${error.actual}. They were changed on the registry’s disk or on the way. Nothing of them is shown, and nothing can be deleted by it.`,
    }
  }
  if (error instanceof UncheckableDigestError) {
    return {
      short: 'digest can’t be checked',
      title: 'This digest can’t be checked',
      advice: `Homeport doesn’t know the algorithm of ${error.digest}, so it can’t check the content. Nothing is deleted by it.`,
    }
  }
  if (error instanceof RedirectedError) return explainRedirected(error)
  if (error instanceof MalformedResponseError) return explainMalformed(error)
  if (error instanceof RegistryRejectedError) return explainRejected(error)
  if (error instanceof JournalError) {
    return {
      short: 'not recorded',
      title: error.message,
      advice:
        'Nothing is begun that is not written down. Make room, or allow this page to store data, then try again.',
    }
  }
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
        : 'The connection broke off. Check that Homeport and the registry run, then try again. If it stays so: Homeport drops answers that are not valid HTTP, and its log names them.',
    detail: error.message,
  }
}

function explainRedirected(error: RedirectedError): Explanation {
  if (isOfBlob(error.request)) {
    return {
      short: 'stored where the browser cannot read',
      title: 'The registry redirects blobs to a storage that the browser cannot read',
      advice:
        'Set storage.redirect.disable: true in the registry’s configuration (REGISTRY_STORAGE_REDIRECT_DISABLE=true) and restart it.',
      detail: error.message,
    }
  }
  return {
    short: 'redirected',
    title: 'The answer leads to another address',
    advice:
      'Something in between wants the browser elsewhere, most likely at a login page. Reload the page to see it.',
    detail: error.message,
  }
}

function isOfBlob(request: string): boolean {
  return request.includes('/blobs/')
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
        advice: isOfBlob(error.request)
          ? 'Try again. If it stays so, the blob is missing on the registry’s disk: garbage collection without a restart leaves it in the registry’s memory. Restart the registry, then push the image again.'
          : 'Nothing of it is shown, since half an answer looks like a whole one. Try again.',
        detail: error.message,
      }
    case 'compressed':
      return {
        short: 'answer is compressed',
        title: 'The registry’s answer is compressed',
        advice:
          'Homeport asks for uncompressed answers. Turn compression off in the registry, or in the proxy or CDN in front of it.',
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
