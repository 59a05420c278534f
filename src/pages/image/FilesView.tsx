import { useSyncExternalStore } from 'react'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { visibleText } from '../../format/visibleText.ts'
import { describeManifest } from '../../image/artifact.ts'
import { DigestMark } from '../../parts/DigestMark.tsx'
import { signedInUser } from '../../queries/session.ts'
import { basePath } from '../../queries/settings.ts'
import type { ArtifactManifest, Descriptor, ImageManifest } from '../../registry/manifest.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { Cell, HeadCell } from '../../ui/cells.tsx'
import { PlainTable } from './PlainTable.tsx'
import { AnnotationTable } from './AnnotationTable.tsx'
import { StrangerText } from './StrangerText.tsx'

const TITLE = 'org.opencontainers.image.title'

/** An artifact: what it says it is, and its files. */
export function FilesView({
  repository,
  manifest,
  blobs,
}: {
  repository: RepositoryName
  manifest: ImageManifest | ArtifactManifest
  blobs: readonly Descriptor[]
}) {
  const { type } = describeManifest(manifest)
  return (
    <div className="grid gap-5">
      {type && (
        <p className="text-soft">
          Artifact type{' '}
          <code className="font-mono text-sm text-text">
            <StrangerText text={type} limit={300} />
          </code>
        </p>
      )}
      {blobs.length === 0 ? (
        <p className="text-soft">
          It has no files: everything it says is in its manifest and config.
        </p>
      ) : (
        <PlainTable
          label="Files"
          columns={
            <>
              <col />
              <col className="max-sm:hidden" />
              <col className="w-52 max-sm:hidden" />
              <col className="w-24" />
            </>
          }
          head={
            <>
              <HeadCell>Name</HeadCell>
              <HeadCell className="max-sm:hidden">Type</HeadCell>
              <HeadCell className="max-sm:hidden">Digest</HeadCell>
              <HeadCell align="right">Size</HeadCell>
            </>
          }
        >
          {blobs.slice(0, 1000).map((blob, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- an artifact may hold a blob twice
            <FileRow key={`${index} ${blob.digest}`} repository={repository} blob={blob} />
          ))}
        </PlainTable>
      )}
      {blobs.length > 1000 && (
        <p className="text-soft">The first 1,000 of {blobs.length} are shown.</p>
      )}
      <AnnotationTable
        title="Annotations"
        label="Annotations"
        entries={[...manifest.annotations]}
      />
    </div>
  )
}

function FileRow({ repository, blob }: { repository: RepositoryName; blob: Descriptor }) {
  const name = blob.annotations.get(TITLE)
  const text = name === undefined ? 'no name given' : <StrangerText text={name} limit={300} />
  const type = visibleText(blob.mediaType, 300)
  // The login is in this page's memory alone: a download by the browser would be refused.
  const isSignedIn = useSyncExternalStore(signedInUser.subscribe, signedInUser.read) !== undefined
  return (
    <tr className="h-10">
      <Cell title={visibleText(name ?? blob.digest, 300)}>
        {isSignedIn ? (
          text
        ) : (
          <a
            href={`${basePath}/v2/${repository}/blobs/${blob.digest}`}
            download={visibleText(name?.split('/').pop() ?? '', 200)}
            className="hover:underline"
          >
            {text}
          </a>
        )}
      </Cell>
      <Cell className="font-mono text-sm text-soft max-sm:hidden" title={type}>
        {type}
      </Cell>
      <Cell className="max-sm:hidden">
        <DigestMark digest={blob.digest} />
      </Cell>
      <Cell align="right" title={formatExactBytes(blob.size)}>
        {formatBytes(blob.size)}
      </Cell>
    </tr>
  )
}
