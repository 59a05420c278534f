import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { describeManifest } from '../../image/artifact.ts'
import { platformName } from '../../image/index/platforms.ts'
import { DigestText } from '../../components/DigestMark.tsx'
import { Failure } from '../../components/failures/Failure.tsx'
import { Loading } from '../../components/Loading.tsx'
import { PullCommand } from '../../components/PullCommand.tsx'
import { isGone } from '../../registry/errors.ts'
import type { ImageReference } from '../../registry/imageReference.ts'
import { paths } from '../../routing/paths.ts'
import { Notice } from '../../ui/Notice.tsx'
import { type Attached, useAttached } from './attached.ts'
import { FilesView } from './FilesView.tsx'
import { ImageFacts } from './ImageFacts.tsx'
import { PlatformSwitch, ViewTabs } from './Switches.tsx'
import { ConfigFailure, ConfigView } from './config/ConfigView.tsx'
import { useImageSearch } from './imageSearch.tsx'
import type { ContentProps, ShownImage } from './imageState.ts'
import { IndexEntries } from './IndexEntries.tsx'
import { LayersView } from './layers/LayersView.tsx'
import { ManifestView } from './ManifestView.tsx'
import { ReferrersView } from './ReferrersView.tsx'
import { StrangerText } from './shared/StrangerText.tsx'

/** Everything below the heading, once the manifest is loaded. */
export function ImageBody({
  reference: { tag, digest },
  shown,
}: {
  reference: ImageReference
  shown: ShownImage
}) {
  const { repository, root } = shown
  const pulled = tag && !digest ? { repository, tag } : { repository, digest: root.digest }
  const attached = useAttached(shown)
  const { platform } = useImageSearch()
  const { chosen } = shown
  // Of twins, an option of the platform pulls whichever comes first.
  const isTwin = chosen && platformName(chosen) !== shown.platform
  const entry = isTwin ? { digest: chosen.digest } : chosen
  return (
    <>
      <ImageFacts tag={tag} shown={shown} attached={attached} />
      <PlatformSwitch shown={shown} />
      <PullCommand
        reference={pulled}
        // A platform that the page opened by itself is not necessarily the one to pull.
        entry={platform !== undefined && platform === shown.platform ? entry : undefined}
        kind={describeManifest(root.manifest).kind}
      />
      <ViewTabs content={shown.content} attached={attached} />
      <div className="pt-4">
        <View shown={shown} attached={attached} />
      </div>
    </>
  )
}

function View({ shown, attached }: { shown: ShownImage; attached: Attached }) {
  const { view } = useImageSearch()
  switch (view) {
    case 'layers':
      return (
        <>
          {shown.index && <IndexEntries shown={shown} index={shown.index} />}
          <Opened shown={shown} title="Layers" View={LayersOrFiles} />
        </>
      )
    case 'config':
      return <Opened shown={shown} title="Config" View={ConfigView} />
    case 'manifest':
      return <ManifestView shown={shown} />
    case 'referrers':
      return <ReferrersView repository={shown.repository} attached={attached} />
  }
}

/** One view of the image, or of the chosen entry of an index; if that isn't there, why. */
function Opened({
  shown,
  title,
  View,
}: {
  shown: ShownImage
  title: string
  View: (props: ContentProps) => ReactNode
}) {
  const { content, platform, chosen, entry } = shown
  if (content) {
    return (
      <>
        {platform && chosen && (
          <div className="mb-2 flex flex-wrap items-center gap-x-3">
            <h2 className="text-lg font-semibold">
              {title} of <span className="font-mono text-base">{platform}</span>
            </h2>
            <Link
              to={paths.image({ repository: shown.repository, digest: content.fetched.digest })}
              className="flex hover:underline"
            >
              <DigestText digest={content.fetched.digest} />
            </Link>
          </div>
        )}
        <View shown={shown} content={content} />
      </>
    )
  }
  if (!chosen) {
    return (
      <Notice title="This index contains no image of its own">
        Open one of its entries to look inside.
      </Notice>
    )
  }
  if (entry.isPending) return <Loading what={platform ?? 'the image'} />
  if (isGone(entry.error)) {
    return (
      <Notice look="warning" title={`${platform ?? 'This entry'} is missing from the registry`}>
        The index lists it as {chosen.digest}, but the registry no longer has its manifest. Garbage
        collection with --delete-untagged on distribution 2.x deletes parts of multi-platform
        images; push the image again to repair it.
      </Notice>
    )
  }
  const failed = `${platform ?? 'This entry'} couldn’t be read`
  return <Failure error={entry.error} title={failed} onRetry={entry.retry} />
}

/** The layers of an image, the files of an artifact, or why there are neither. */
function LayersOrFiles({ shown: { repository, config }, content }: ContentProps) {
  switch (content.kind) {
    case 'image':
      if (config.isPending) return <Loading what="the config" />
      return (
        <>
          <ConfigFailure config={config} />
          <LayersView layers={content.parts} config={config.image} />
        </>
      )
    case 'files':
      return <FilesView repository={repository} content={content} />
    case 'schema-1':
      return (
        <>
          <Notice className="mb-4" title="Docker image manifest v2, schema 1: a legacy format">
            It can still be shown, but registry 3 and current clients reject it. Push the image
            again to get a current manifest.
          </Notice>
          <LayersView layers={content.parts} config={content.config} />
        </>
      )
    case 'index':
      return <Notice title="This entry is itself an index">Open it to look inside.</Notice>
    case 'unknown':
      return (
        <Notice look="warning" title="Homeport doesn’t recognize this type of manifest">
          <StrangerText text={content.manifest.problem} limit={300} />. Its content is under
          “Manifest”.
        </Notice>
      )
  }
}
