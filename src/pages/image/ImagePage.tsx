import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Tag as TagIcon, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isEmptyLinkError } from '../../deletion/emptyLink.ts'
import { AddTag } from '../../parts/AddTag.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { openDeletion } from '../../parts/openDeletion.ts'
import { RepairOfTag } from '../../parts/RepairOfTag.tsx'
import { RepositoryCrumbs } from '../../parts/RepositoryCrumbs.tsx'
import { askedReference, manifestQuery } from '../../queries/manifests.ts'
import { settings } from '../../queries/settings.ts'
import { DigestMismatchError, isGone } from '../../registry/errors.ts'
import { type ImageReference, formatImageReference } from '../../registry/imageReference.ts'
import { paths } from '../../routing/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { GoneDigest } from './GoneDigest.tsx'
import { ImageBody } from './ImageBody.tsx'
import { MatchedDigest } from './MatchedDigest.tsx'
import { MissingImage } from './MissingImage.tsx'
import { MovedTag } from './MovedTag.tsx'

/** What was asked for as the program started is new enough when this page's code arrives. */
const FRESH_MILLISECONDS = 2000

/** `/image/REFERENCE`: one image, index or artifact. */
export function ImagePage({ reference }: { reference: ImageReference }) {
  return <OneImage key={formatImageReference(reference)} reference={reference} />
}

function OneImage({ reference }: { reference: ImageReference }) {
  const { repository, tag, digest } = reference
  const queryClient = useQueryClient()
  const asked = manifestQuery(repository, askedReference(reference))
  const query = useQuery({
    ...asked,
    staleTime: digest ? Number.POSITIVE_INFINITY : FRESH_MILLISECONDS,
  })
  const { data: fetched, error, isFetching, refetch } = query
  const [isTagging, setTagging] = useState(false)
  const name = formatImageReference({ repository, ...(tag ? { tag } : digest ? { digest } : {}) })
  const isMismatch = error instanceof DigestMismatchError
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
        // On a narrow screen a line of its own, which is there before its content.
        <div className="flex min-h-8 min-w-0 grow basis-full items-center justify-between gap-x-3 sm:basis-auto">
          <span className="min-w-0">
            {fetched && !isMismatch && <MatchedDigest digest={fetched.digest} />}
          </span>
          {fetched && !isMismatch && !settings.readOnly && (
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
      {/* The foot of the page begins below the screen: nothing that arrives late moves it into view. */}
      <div className="min-h-dvh">
        {digest && fetched && <GoneDigest repository={repository} digest={digest} />}
        {tag && digest && <MovedTag repository={repository} tag={tag} digest={digest} />}
        {error !== null && (
          <div className="mt-4">
            {isEmptyLinkError(error) && tag && !settings.readOnly && (
              <div className="mb-3">
                <Notice
                  look="warning"
                  title={`The link of ${tag} on the registry’s disk is empty`}
                  action={<RepairOfTag repository={repository} tag={tag} />}
                >
                  A crash or a full disk left it so. Until it is repaired, deleting an image of this
                  repository by its digest fails half way.
                </Notice>
              </div>
            )}
            {isGone(error) ? (
              <MissingImage reference={reference} error={error} onRemove={remove} />
            ) : (
              <Failure error={error} {...(isMismatch ? {} : { onRetry: () => void refetch() })} />
            )}
          </div>
        )}
        {!fetched && error === null && (
          <div>
            {isFetching ? (
              <Loading
                what="the manifest"
                onCancel={() => void queryClient.cancelQueries({ queryKey: asked.queryKey })}
              />
            ) : (
              <p className="mt-4">
                <Button onClick={() => void refetch()}>Load the image</Button>
              </p>
            )}
          </div>
        )}
        {fetched && !isMismatch && !isGone(error) && (
          <ImageBody key={fetched.digest} reference={reference} root={fetched} />
        )}
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
