import { READ_ONLY } from '../../components/readOnlyWords.ts'
import { settings } from '../../queries/session/settings.ts'

/** What forbids deletion, the configuration line that allows it, and where that line goes. */
export const REMEDIES = {
  'deletion-off': [
    'Deletion is disabled in the registry',
    'REGISTRY_STORAGE_DELETE_ENABLED=true',
    'Set this in the registry container’s environment and recreate the container, or set storage.delete.enabled in its configuration and restart it. A pull-through cache (proxy.remoteurl) and some hosted registries, such as GHCR, refuse every deletion, whatever is set.',
  ],
  maintenance: [
    'The registry is in read-only maintenance mode',
    'storage: { maintenance: { readonly: { enabled: false } } }',
    'Set this in the registry’s configuration, remove REGISTRY_STORAGE_MAINTENANCE_READONLY from its environment, and restart it.',
  ],
  'read-only': settings.hasWriteGroups
    ? [
        READ_ONLY[0],
        'ENV_WRITE_GROUPS=GROUP',
        'Only the groups in this variable may delete. Ask to be added to one, or add a group of yours in the Homeport container’s environment and recreate the container.',
      ]
    : [
        READ_ONLY[0],
        'ENV_MODE_BROWSE_ONLY=false',
        'Set this in the Homeport container’s environment and recreate the container. Then anyone who can reach its port can delete and overwrite tags.',
      ],
  origin: [
    'Homeport was reached at an address other than its own',
    'proxy_set_header Host $http_host;',
    'The proxy in front of Homeport has to pass on the host that the browser sends.',
  ],
} as const
