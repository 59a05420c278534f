import type { Refusal } from '../../deletion/ability/ability.ts'
import { Command } from '../../ui/Command.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Failure } from '../../components/Failure.tsx'

/** What refuses, the line of a configuration that changes it, and where that belongs. */
const REMEDIES = {
  'deletion-off': [
    'The registry does not delete: deletion is switched off there',
    'REGISTRY_STORAGE_DELETE_ENABLED=true',
    'Set this in the environment of the registry’s container (or storage.delete.enabled in its configuration) and restart it.',
  ],
  maintenance: [
    'The registry is in maintenance mode and takes no changes',
    'storage: { maintenance: { readonly: { enabled: false } } }',
    'Set this in the registry’s configuration, remove REGISTRY_STORAGE_MAINTENANCE_READONLY from its environment, and restart it.',
  ],
  'read-only': [
    'Homeport is read-only',
    'ENV_MODE_BROWSE_ONLY=false',
    'Set this in the environment of Homeport’s container and restart it. Whoever reaches its port can delete and overwrite tags then.',
  ],
  origin: [
    'Homeport was reached under another address than its own',
    'proxy_set_header Host $http_host;',
    'The proxy in front of Homeport has to pass on the host that the browser names.',
  ],
} as const

/** Why nothing can be deleted: what refuses, and the line that changes it. */
export function RefusedView({ refusal: { by, error } }: { refusal: Refusal }) {
  if (by === 'login' || by === 'unknown') {
    return <Failure error={error} title="Whether deletion works here could not be found out" />
  }
  if (by === 'no-right') {
    return <Failure error={error} title="You have no right to delete in this repository" />
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
