import { Tag as TagIcon, Trash2 } from 'lucide-react'
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isEmptyLinkError } from '../../registry/absence.ts'
import { AddTag } from '../../features/retag/AddTag.tsx'
import { Failure } from '../../components/failures/Failure.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { openDeletion } from '../../features/deletion/openDeletion.ts'
import { RepositoryCrumbs } from '../../components/RepositoryCrumbs.tsx'
import { askedReference, manifestQuery } from '../../queries/manifests.ts'
import { settings } from '../../queries/session/settings.ts'
import { DigestMismatchError, isGone } from '../../registry/errors.ts'
import { type ImageReference, formatImageReference } from '../../registry/imageReference.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { ImageBody } from './ImageBody.tsx'
import { GoneDigest, MissingImage, MovedTag } from './MissingImage.tsx'
import { useShownImage } from './imageState.ts'
import { MatchedDigest } from './shared/MatchedDigest.tsx'

/** `/image/REFERENCE`: one image, index or artifact. */
export function ImagePage({ reference }: { reference: ImageReference }) {
  const { repository, tag, digest } = reference
  const queryClient = useQueryClient()
  const asked = manifestQuery(repository, askedReference(reference))
  const query = useQuery({
    ...asked,
    // The request that was sent while this page's code was loading is recent enough.
    staleTime: digest ? Number.POSITIVE_INFINITY : 2000,
  })
  const image = useShownImage(repository, query.data)
  // Data loaded earlier stays, unless the image is gone or the content never matched the digest.
  const isWrong = query.error instanceof DigestMismatchError || isGone(query.error)
  const shown = isWrong ? undefined : image
  const [isTagging, setTagging] = useState(false)
  const name = formatImageReference({ repository, ...(tag ? { tag } : digest ? { digest } : {}) })
  const thenShow = paths.repository(repository)
  const remove =
    tag && !settings.readOnly
      ? () => void openDeletion(queryClient, { repository, tags: [tag], thenShow })
      : undefined
  return (
    <Page
      title={name}
      above={<RepositoryCrumbs repository={repository} isWhole />}
      heading={
        <span className="font-mono text-[19px] [overflow-wrap:anywhere]">
          {name.slice(repository.lastIndexOf('/') + 1)}
        </span>
      }
      beside={
        // A line of its own on a narrow screen: there before its content is, unless none will come.
        <div className="flex min-h-8 min-w-0 grow basis-full empty:hidden items-center justify-between gap-x-3 sm:basis-auto">
          {(shown || query.isFetching) && (
            <span className="min-w-0">{shown && <MatchedDigest digest={shown.root.digest} />}</span>
          )}
          {shown && !settings.readOnly && (
            <span className="flex shrink-0 gap-2">
              <Button onClick={() => setTagging(true)}>
                <TagIcon size={14} aria-hidden />
                <span className="max-sm:sr-only">Add a tag…</span>
              </Button>
              {remove && (
                <Button onClick={remove} className="hover:border-danger hover:text-danger">
                  <Trash2 size={14} aria-hidden />
                  Delete…
                </Button>
              )}
            </span>
          )}
        </div>
      }
    >
      {/* The footer starts below the screen, so late content can't move it around in view. */}
      <div className="min-h-dvh">
        <div className="mt-3 space-y-3">
          {digest && shown && <GoneDigest repository={repository} digest={digest} />}
          {tag && digest && <MovedTag repository={repository} tag={tag} digest={digest} />}
          <NotShown
            reference={reference}
            query={query}
            onCancel={() => void queryClient.cancelQueries({ queryKey: asked.queryKey })}
            onRemove={remove}
          />
        </div>
        {shown && <ImageBody key={shown.root.digest} reference={reference} shown={shown} />}
      </div>
      {isTagging && (
        <AddTag
          repository={repository}
          source={askedReference(reference)}
          onClose={() => setTagging(false)}
        />
      )}
    </Page>
  )
}

/** Why the image is missing or possibly out of date, and what to do about it. */
function NotShown({
  reference,
  query: { data, error, isFetching, refetch },
  onCancel,
  onRemove,
}: {
  reference: ImageReference
  query: UseQueryResult<FetchedManifest>
  onCancel: () => void
  /** `undefined` if nothing may be deleted. */
  onRemove: (() => void) | undefined
}) {
  const retry = () => void refetch()
  if (isGone(error)) return <MissingImage reference={reference} onRemove={onRemove} />
  // Trying again would bring the same wrong bytes.
  if (error instanceof DigestMismatchError) return <Failure error={error} />
  if (error !== null) {
    return (
      <>
        {isEmptyLinkError(error) && onRemove && (
          <Notice
            look="warning"
            title={`The link file of ${reference.tag} on the registry’s disk is empty`}
            action={<Button onClick={onRemove}>Delete this tag…</Button>}
          >
            Caused by a crash or a full disk. Push the image again to repair it, or delete the tag:
            until then, deleting any image in this repository by digest fails halfway.
          </Notice>
        )}
        <Failure error={error} onRetry={retry} />
      </>
    )
  }
  if (data) return null
  if (isFetching) return <Loading what="the manifest" onCancel={onCancel} />
  return <Button onClick={retry}>Load the image</Button>
}
