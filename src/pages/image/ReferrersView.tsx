import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { formatBytes } from '../../format/bytes.ts'
import { formatCount } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { attestedDigest } from '../../image/artifact.ts'
import { namedPlatform } from '../../image/platforms.ts'
import { Age } from '../../parts/Age.tsx'
import { DigestMark } from '../../parts/DigestMark.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { type Attachment, attachmentsQuery } from '../../queries/imageDetails.ts'
import type { Descriptor } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest, RepositoryName } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Cell, HeadCell } from '../../ui/cells.tsx'
import { PlainTable } from './PlainTable.tsx'
import { StrangerText } from './StrangerText.tsx'
import type { ShownImage } from './useShownImage.ts'

/** Rows at most: strangers attach what they like. */
const ROWS = 200

/** What refers to the image: of an index, what refers to it and to the chosen platform. */
export function ReferrersView({
  repository,
  root,
  shown,
}: {
  repository: RepositoryName
  root: FetchedManifest
  shown: ShownImage
}) {
  const { index, chosen } = shown
  const platform = chosen && namedPlatform(chosen)
  const inIndex = index?.manifests.filter((entry) => attestedDigest(entry) === chosen?.digest)
  return (
    <div className="grid gap-6">
      <Referrers
        title={index ? 'Of the index' : 'Referrers'}
        repository={repository}
        subject={root.digest}
      />
      {index && chosen && (
        <Referrers
          title={`Of ${platform ? formatPlatform(platform) : 'the image in it'}`}
          repository={repository}
          subject={chosen.digest}
          inIndex={inIndex ?? NONE}
        />
      )}
    </div>
  )
}

const NONE: readonly Descriptor[] = []

function Referrers({
  title,
  repository,
  subject,
  inIndex = NONE,
}: {
  title: string
  repository: RepositoryName
  subject: Digest
  inIndex?: readonly Descriptor[]
}) {
  const { data, error, refetch } = useQuery(attachmentsQuery(repository, subject, inIndex))
  return (
    <section aria-label={title}>
      <h2 className="mb-2 flex flex-wrap items-center gap-x-3 text-lg font-semibold">
        {title}
        <DigestMark digest={subject} className="font-normal" />
      </h2>
      {error !== null && (
        <Failure
          error={error}
          title="The referrers could not be read"
          onRetry={() => void refetch()}
        />
      )}
      {!data && error === null && <Loading what="the referrers" />}
      {data?.length === 0 && (
        <p className="text-soft">Nothing refers to it: no signature, SBOM or attestation.</p>
      )}
      {data && data.length > 0 && (
        <PlainTable
          label={title}
          columns={
            <>
              <col />
              <col className="w-52 max-sm:hidden" />
              <col className="w-24 max-sm:hidden" />
              <col className="w-40" />
            </>
          }
          head={
            <>
              <HeadCell>What</HeadCell>
              <HeadCell className="max-sm:hidden">Digest</HeadCell>
              <HeadCell align="right" className="max-sm:hidden">
                Size
              </HeadCell>
              <HeadCell align="right">Created</HeadCell>
            </>
          }
        >
          {data.slice(0, ROWS).map((attachment) => (
            <AttachmentRow
              key={attachment.digest}
              repository={repository}
              attachment={attachment}
            />
          ))}
        </PlainTable>
      )}
      {data && data.length > ROWS && (
        <p className="mt-2 text-soft">… and {formatCount(data.length - ROWS)} more</p>
      )}
    </section>
  )
}

function AttachmentRow({
  repository,
  attachment,
}: {
  repository: RepositoryName
  attachment: Attachment
}) {
  const { digest, tag, artifact, size, created, state } = attachment
  return (
    <tr>
      <th scope="row" className="border-b border-line-soft px-3 py-2 text-left font-normal">
        <Link
          to={paths.image({ repository, digest })}
          className="font-semibold first-letter:uppercase hover:underline"
        >
          {artifact?.label ?? 'artifact'}
        </Link>
        {state !== 'read' && (
          <span className="ml-2 text-sm font-semibold text-warning">
            {state === 'missing' ? 'missing in the registry' : 'unreadable'}
          </span>
        )}
        <span className="block font-mono text-sm text-soft">
          {artifact && <StrangerText text={artifact.type} limit={200} />}
        </span>
        {tag && (
          <span className="block text-sm [overflow-wrap:anywhere] text-faint">tag {tag}</span>
        )}
      </th>
      <Cell className="max-sm:hidden">
        <DigestMark digest={digest} />
      </Cell>
      <Cell align="right" className="max-sm:hidden">
        {size !== undefined && formatBytes(size)}
      </Cell>
      <Cell align="right" className="text-soft">
        <Age date={created === 'not recorded' ? undefined : created} />
      </Cell>
    </tr>
  )
}
