import { type ReactNode, lazy } from 'react'
import { describeManifest } from '../../image/artifact.ts'
import { Failure } from '../../components/Failure.tsx'
import { LazyPart } from '../../components/LazyPart.tsx'
import { Loading } from '../../components/Loading.tsx'
import { PullCommand } from '../../components/PullCommand.tsx'
import type { ImageReference } from '../../registry/imageReference.ts'
import { Notice } from '../../ui/Notice.tsx'
import { FilesView } from './FilesView.tsx'
import { ImageFacts } from './ImageFacts.tsx'
import { ViewTabs } from './ViewTabs.tsx'
import { ConfigFailure } from './config/ConfigFailure.tsx'
import { ConfigView } from './config/ConfigView.tsx'
import { useImageSearch } from './imageSearch.tsx'
import type { ContentProps, ShownImage } from './imageState.ts'
import { IndexTables } from './index/IndexTables.tsx'
import { PlatformSwitch } from './index/PlatformSwitch.tsx'
import { LayersView } from './layers/LayersView.tsx'
import { Schema1View } from './layers/Schema1View.tsx'
import { ManifestView } from './manifest/ManifestView.tsx'
import { StrangerText } from './shared/StrangerText.tsx'

const ReferrersView = lazy(async () => {
  const module = await import('./ReferrersView.tsx')
  return { default: module.ReferrersView }
})

/** What stands below the heading once the manifest is there. */
export function ImageBody({
  reference: { tag, digest },
  shown,
}: {
  reference: ImageReference
  shown: ShownImage
}) {
  const { repository, root, index, platform } = shown
  const pulled = tag && !digest ? { repository, tag } : { repository, digest: root.digest }
  return (
    <>
      <ImageFacts tag={tag} shown={shown} />
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        {index && <PlatformSwitch index={index} current={platform} />}
        <PullCommand reference={pulled} kind={describeManifest(root.manifest).kind} />
      </div>
      <ViewTabs content={shown.content} />
      <div className="pt-4">
        <View shown={shown} />
      </div>
    </>
  )
}

function View({ shown }: { shown: ShownImage }) {
  const { view } = useImageSearch()
  switch (view) {
    case 'layers':
      return (
        <>
          {shown.index && <IndexTables shown={shown} index={shown.index} />}
          <Opened shown={shown} title="Layers" View={LayersOrFiles} />
        </>
      )
    case 'config':
      return <Opened shown={shown} title="Config" View={ConfigView} />
    case 'manifest':
      return <ManifestView shown={shown} />
    case 'referrers':
      return (
        <LazyPart loading={<Loading what="the referrers" />}>
          <ReferrersView shown={shown} />
        </LazyPart>
      )
  }
}

/** What is opened of the image in one view; in the place of an index's entry that is not there, why. */
function Opened({
  shown,
  title,
  View,
}: {
  shown: ShownImage
  title: string
  View: (props: ContentProps) => ReactNode
}) {
  const { content, platform } = shown
  switch (content.kind) {
    case 'none':
      return (
        <Notice title="This index holds no image of its own">
          Open one of its entries to look inside.
        </Notice>
      )
    case 'loading':
      return <Loading what={platform ?? 'the image'} />
    case 'missing':
      return (
        <Notice look="warning" title={`${platform ?? 'This entry'} is missing in the registry`}>
          The index names it as {content.chosen.digest}, but the registry no longer has its
          manifest. Garbage collection with --delete-untagged on distribution 2.x removes parts of
          multi-platform images; push the image again to repair it.
        </Notice>
      )
    case 'failed':
      return (
        <Failure
          error={content.error}
          title={`${platform ?? 'This entry'} could not be read`}
          onRetry={content.retry}
        />
      )
    default:
      return (
        <>
          {platform && (
            <h2 className="mb-2 text-lg font-semibold">
              {title} of <span className="font-mono text-base">{platform}</span>
            </h2>
          )}
          <View shown={shown} content={content} />
        </>
      )
  }
}

/** What a manifest is made of: layers with their history, files of an artifact, or only its own words. */
function LayersOrFiles({ shown: { repository, config }, content }: ContentProps) {
  switch (content.kind) {
    case 'image':
      if (config.isPending) return <Loading what="the configuration" />
      return (
        <>
          <ConfigFailure config={config} />
          <LayersView layers={content.parts} config={config.image} />
        </>
      )
    case 'files':
      return <FilesView repository={repository} content={content} />
    case 'schema-1':
      return <Schema1View schema1={content.schema1} />
    case 'index':
      return <Notice title="This entry is an index of its own">Open it to look inside.</Notice>
    case 'unknown':
      return (
        <Notice look="warning" title="Homeport does not know this kind of manifest">
          <StrangerText text={content.manifest.problem} limit={300} />. Its bytes are under
          “Manifest”.
        </Notice>
      )
  }
}
