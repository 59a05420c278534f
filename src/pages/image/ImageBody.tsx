import { lazy } from 'react'
import { formatPlatform } from '../../format/platform.ts'
import { describeManifest } from '../../image/artifact.ts'
import { namedPlatform } from '../../image/platforms.ts'
import { Failure } from '../../parts/Failure.tsx'
import { LazyPart } from '../../parts/LazyPart.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { PullCommand } from '../../parts/PullCommand.tsx'
import { isGone } from '../../registry/errors.ts'
import type { ImageReference } from '../../registry/imageReference.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { Notice } from '../../ui/Notice.tsx'
import { ConfigView } from './ConfigView.tsx'
import { ContentView } from './ContentView.tsx'
import { ImageFacts } from './ImageFacts.tsx'
import { IndexTables } from './IndexTables.tsx'
import { ManifestView } from './ManifestView.tsx'
import { PlatformSwitch } from './PlatformSwitch.tsx'
import { ViewTabs } from './ViewTabs.tsx'
import { useImageSearch } from './imageViews.ts'
import { type ShownImage, useShownImage } from './useShownImage.ts'

const ReferrersView = lazy(async () => {
  const module = await import('./ReferrersView.tsx')
  return { default: module.ReferrersView }
})

/** What stands below the heading once the manifest is there. */
export function ImageBody({
  reference,
  root,
}: {
  reference: ImageReference
  root: FetchedManifest
}) {
  const { repository } = reference
  const { view, platform } = useImageSearch()
  const shown = useShownImage(repository, root, platform)
  const pulled = {
    repository,
    ...(reference.tag && !reference.digest ? { tag: reference.tag } : { digest: root.digest }),
  }
  return (
    <>
      <ImageFacts reference={reference} root={root} shown={shown} />
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        {shown.index && <PlatformSwitch index={shown.index} chosen={shown.chosen} />}
        <PullCommand reference={pulled} kind={describeManifest(root.manifest).kind} />
      </div>
      <ViewTabs shown={shown} />
      <div className="pt-4">
        {view === 'layers' && shown.index && (
          <IndexTables
            repository={repository}
            digest={root.digest}
            index={shown.index}
            chosen={shown.chosen}
          />
        )}
        {view === 'referrers' ? (
          <LazyPart loading={<Loading what="the referrers" />}>
            <ReferrersView repository={repository} root={root} shown={shown} />
          </LazyPart>
        ) : (
          <ShownView repository={repository} root={root} shown={shown} view={view} />
        )}
      </div>
    </>
  )
}

function ShownView({
  repository,
  root,
  shown,
  view,
}: {
  repository: ImageReference['repository']
  root: FetchedManifest
  shown: ShownImage
  view: 'layers' | 'config' | 'manifest'
}) {
  if (view === 'manifest') return <ManifestView repository={repository} root={root} shown={shown} />
  if (!shown.fetched) return <Unshown shown={shown} />
  const platform = shown.chosen && namedPlatform(shown.chosen)
  return (
    <>
      {platform && (
        <h2 className="mb-2 text-lg font-semibold">
          {view === 'config' ? 'Config' : 'Layers'} of{' '}
          <span className="font-mono text-base">{formatPlatform(platform)}</span>
        </h2>
      )}
      {view === 'config' ? (
        <ConfigView repository={repository} fetched={shown.fetched} shown={shown} />
      ) : (
        <ContentView repository={repository} fetched={shown.fetched} shown={shown} />
      )}
    </>
  )
}

/** In the place of a platform's image that is not there (yet). */
function Unshown({ shown }: { shown: ShownImage }) {
  const { chosen, error, retry } = shown
  if (!chosen) {
    return (
      <Notice title="This index holds no image of its own">
        Open one of its entries to look inside.
      </Notice>
    )
  }
  const platform = namedPlatform(chosen)
  const name = platform ? formatPlatform(platform) : 'This entry'
  if (isGone(error)) {
    return (
      <Notice look="warning" title={`${name} is missing in the registry`}>
        The index names it as {chosen.digest}, but the registry no longer has its manifest. Garbage
        collection with --delete-untagged on distribution 2.x removes parts of multi-platform
        images; push the image again to repair it.
      </Notice>
    )
  }
  return error ? (
    <Failure error={error} title={`${name} could not be read`} onRetry={retry} />
  ) : (
    <Loading what={platform ? name : 'the image'} />
  )
}
