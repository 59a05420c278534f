import { Failure } from '../../../components/Failure.tsx'
import {
  MalformedResponseError,
  RegistryUnreachableError,
  isGone,
} from '../../../registry/errors.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import type { ConfigState } from '../imageState.ts'

/** Why a config is not shown; nothing where it is. */
export function ConfigFailure({ config: { error, descriptor, retry } }: { config: ConfigState }) {
  if (error === null) return null
  const isLost =
    (error instanceof MalformedResponseError && error.reason === 'cut-off') ||
    (error instanceof RegistryUnreachableError && error.reason === 'network')
  return (
    <div className="mb-4">
      {isLost ? (
        <Notice
          look="danger"
          title="The configuration did not arrive; it may be missing from the registry"
          action={<Button onClick={retry}>Try again</Button>}
        >
          The registry promised its bytes, but they did not come. After a garbage collection without
          a restart, a registry still promises what is gone: restart it, then try again.
        </Notice>
      ) : isGone(error) ? (
        <Notice look="warning" title="The configuration is missing from the registry">
          The manifest names it as {descriptor?.digest}, but the registry does not have it: garbage
          collection may have removed it. The image cannot be pulled; push it again to repair it.
          Layers and sizes are from the manifest.
        </Notice>
      ) : (
        <Failure error={error} title="The configuration could not be read" onRetry={retry} />
      )}
    </div>
  )
}
