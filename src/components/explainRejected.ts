import { visibleText } from '../format/visibleText.ts'
import {
  AccessDeniedError,
  LoginRequiredError,
  NotFoundError,
  RateLimitedError,
  type RegistryRejectedError,
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

/** A refusal of the registry in words. */
export function explainRejected(error: RegistryRejectedError): Explanation {
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
      title: `You have no permission for ${refusedAction(error)}`,
      advice: 'Ask the registry’s administrator for the right, or sign in as somebody else.',
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
  if (error instanceof NotFoundError) return explainNotFound(error)
  const first = error.details[0]
  const words = first && visibleText(`${first.code}: ${first.message}`, 200)
  return {
    short: `error ${error.status}`,
    title: `The registry answered with error ${error.status}${words ? ` (${words})` : ''}`,
    advice:
      error.status >= 500
        ? 'The fault is inside the registry; its log says more. Try again.'
        : 'It refused this request.',
    detail,
  }
}

function explainNotFound(error: NotFoundError): Explanation {
  const detail = error.message
  if (error.details.length > 0 && !isGone(error)) {
    return {
      short: 'type refused',
      title: 'The registry has it, but not in a type it would send',
      advice: 'It is there. Something between Homeport and the registry changes the Accept header.',
      detail,
    }
  }
  if (error.details.length === 0) {
    return {
      short: 'no such address',
      title: 'The registry does not know this address',
      advice:
        'It answered 404 without an error of a registry’s form: the name is none that it accepts, or something else than a registry answers there.',
      detail,
    }
  }
  return {
    short: 'gone',
    title: 'The registry does not have it',
    advice: 'It was deleted meanwhile, or never was there.',
    detail,
  }
}

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['GET', 'pull'],
  ['HEAD', 'pull'],
  ['PUT', 'push'],
  ['DELETE', 'delete'],
])

/** `team/app: pull`, as the registry's detail says, else as the request shows it. */
function refusedAction({ details, request }: AccessDeniedError): string {
  const named = details.flatMap(({ detail }) => (Array.isArray(detail) ? detail : [detail]))
  const scopes = named.filter(isScope).map(({ Name, Action }) => `${Name}: ${Action}`)
  if (scopes.length > 0) return visibleText(scopes.join(', '), 200)
  const [method = '', path = ''] = request.split(' ')
  const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path)?.[1]
  return repository ? `${repository}: ${ACTIONS.get(method) ?? method}` : 'this'
}

function isScope(value: unknown): value is { Name: string; Action: string } {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map<string, unknown>(Object.entries(value))
  return typeof fields.get('Name') === 'string' && typeof fields.get('Action') === 'string'
}
