import { useSyncExternalStore } from 'react'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { visibleText } from '../../format/visibleText.ts'
import { describeManifest } from '../../image/artifact.ts'
import { DigestText } from '../../components/DigestMark.tsx'
import { signedInUser } from '../../queries/session/session.ts'
import { basePath } from '../../queries/session/settings.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { Cell } from '../../ui/cells.tsx'
import type { Content } from './imageState.ts'
import { AnnotationTable, PlainTable } from './shared/PlainTable.tsx'
import { StrangerCode, StrangerText } from './shared/StrangerText.tsx'

/** The type and the files of an artifact. */
export function FilesView({
  repository,
  content: { manifest, parts },
}: {
  repository: RepositoryName
  content: Extract<Content, { manifest: unknown; parts: unknown }>
}) {
  const { type } = describeManifest(manifest)
  // Only this page has the login, so a download by the browser would be refused.
  const isSignedIn = useSyncExternalStore(signedInUser.subscribe, signedInUser.read) !== undefined
  return (
    <div className="grid gap-5">
      {type && (
        <p className="text-soft">
          Artifact type <StrangerCode text={type} />
        </p>
      )}
      {parts.length === 0 ? (
        <p className="text-soft">It has no files: all its data is in its manifest and config.</p>
      ) : (
        <PlainTable
          label="Files"
          columns={[
            { head: 'Name' },
            { head: 'Type', className: 'max-sm:hidden' },
            { head: 'Digest', className: 'w-52 max-sm:hidden' },
            { head: 'Size', align: 'right', className: 'w-28' },
          ]}
          rows={parts}
          most={1000}
        >
          {({ digest, size, mediaType, annotations }, index) => {
            const name = annotations.get('org.opencontainers.image.title')
            const text = <StrangerText text={name ?? 'unnamed'} limit={300} />
            const type = visibleText(mediaType, 300)
            return (
              // An artifact may contain a blob twice.
              <tr key={`${index} ${digest}`} className="h-10">
                <Cell title={visibleText(name ?? digest, 300)}>
                  {isSignedIn ? (
                    text
                  ) : (
                    <a
                      href={`${basePath}/v2/${repository}/blobs/${digest}`}
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
                  <DigestText digest={digest} />
                </Cell>
                <Cell align="right" title={formatExactBytes(size)}>
                  {Number.isNaN(size) ? 'not recorded' : formatBytes(size)}
                </Cell>
              </tr>
            )
          }}
        </PlainTable>
      )}
      <AnnotationTable title="Annotations" entries={[...manifest.annotations]} />
    </div>
  )
}
