import type { Refusal } from '../../deletion/ability/ability.ts'
import { Command } from '../../ui/Command.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Failure } from '../../components/failures/Failure.tsx'

/** What forbids deletion, the configuration line that allows it, and where that line goes. */
const REMEDIES = {
  'deletion-off': [
    'Deletion is disabled in the registry',
    'REGISTRY_STORAGE_DELETE_ENABLED=true',
    'Set this in the registry container’s environment and recreate the container, or set storage.delete.enabled in its configuration and restart it.',
  ],
  maintenance: [
    'The registry is in read-only maintenance mode',
    'storage: { maintenance: { readonly: { enabled: false } } }',
    'Set this in the registry’s configuration, remove REGISTRY_STORAGE_MAINTENANCE_READONLY from its environment, and restart it.',
  ],
  'read-only': [
    'Homeport is read-only',
    'ENV_MODE_BROWSE_ONLY=false',
    'Set this in the Homeport container’s environment and recreate the container. Then anyone who can reach its port can delete and overwrite tags.',
  ],
  origin: [
    'Homeport was reached at an address other than its own',
    'proxy_set_header Host $http_host;',
    'The proxy in front of Homeport has to pass on the host that the browser sends.',
  ],
} as const

/** Why nothing can be deleted, and the configuration line that changes that. */
export function RefusedView({ refusal: { by, error } }: { refusal: Refusal }) {
  if (by === 'login' || by === 'unknown') {
    return <Failure error={error} title="Couldn’t check whether deletion works here" />
  }
  if (by === 'no-right') {
    return <Failure error={error} title="You are not allowed to delete in this repository" />
  }
  const [title, line, text] = REMEDIES[by]
  return (
    <Notice look="warning" title={title}>
      <p>
        {by === 'origin' && `${error.message} `}
        {text}
      </p>
      <p className="mt-2">
        <Command text={line} label="Copy line" />
      </p>
    </Notice>
  )
}
