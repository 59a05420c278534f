import { Failure } from '../../parts/Failure.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { MalformedResponseError, RegistryUnreachableError, isGone } from '../../registry/errors.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { FilesView } from './FilesView.tsx'
import { LayersView } from './LayersView.tsx'
import { Schema1View } from './Schema1View.tsx'
import { StrangerText } from './StrangerText.tsx'
import type { ConfigState, ShownImage } from './useShownImage.ts'

/** What a manifest is made of: layers with their history, files of an artifact, or only its own words. */
export function ContentView({
  repository,
  fetched,
  shown,
}: {
  repository: RepositoryName
  fetched: FetchedManifest
  shown: ShownImage
}) {
  const { manifest } = fetched
  switch (manifest.kind) {
    case 'schema-1':
      return <Schema1View manifest={manifest} />
    case 'artifact-manifest':
      return <FilesView repository={repository} manifest={manifest} blobs={manifest.blobs} />
    case 'image-index':
      return null
    case 'unknown':
      return (
        <Notice look="warning" title="Homeport does not know this kind of manifest">
          <StrangerText text={manifest.problem} limit={300} />. Its bytes are under “Manifest”.
        </Notice>
      )
    case 'image-manifest': {
      if (shown.artifact?.kind !== 'image') {
        return <FilesView repository={repository} manifest={manifest} blobs={manifest.layers} />
      }
      const { config } = shown
      if (config.isPending) return <Loading what="the configuration" />
      return (
        <>
          <ConfigFailure config={config} />
          <LayersView layers={manifest.layers} config={config.config} />
        </>
      )
    }
  }
}

/** Why a config is not shown; nothing where it is. */
export function ConfigFailure({ config }: { config: ConfigState }) {
  const { error, descriptor, retry } = config
  if (error === null || error === undefined) return null
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
