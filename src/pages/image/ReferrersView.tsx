import { Link } from 'react-router'
import { formatBytes } from '../../format/bytes.ts'
import { Age } from '../../components/Age.tsx'
import { DigestText } from '../../components/DigestMark.tsx'
import { Failure } from '../../components/failures/Failure.tsx'
import { Loading } from '../../components/Loading.tsx'
import type { RepositoryName } from '../../registry/names.ts'
import { paths } from '../../routing/paths.ts'
import { Cell } from '../../ui/cells.tsx'
import type { Attached } from './attached.ts'
import { PlainTable } from './shared/PlainTable.tsx'
import { Section } from './shared/Section.tsx'
import { StrangerText } from './shared/StrangerText.tsx'

/** What refers to the image; for an index, to itself and to the chosen platform. */
export function ReferrersView({
  repository,
  attached,
}: {
  repository: RepositoryName
  attached: Attached
}) {
  return (
    <div className="grid gap-6">
      {attached.sections.map((section) => (
        <Referrers key={section.subject} repository={repository} {...section} />
      ))}
      {!attached.hasApi && (
        <p className="text-soft">
          The registry has no referrers API, so only what clients tag, or the index itself lists, is
          shown here.
        </p>
      )}
    </div>
  )
}

function Referrers({
  repository,
  title,
  subject,
  query: { data, error, refetch },
}: Attached['sections'][number] & { repository: RepositoryName }) {
  const { found = [], failures: partial = [] } = data ?? {}
  const failures: readonly unknown[] = error ? [error] : partial
  return (
    <Section title={title} beside={<DigestText digest={subject} />}>
      {failures.map((failure) => (
        <Failure
          key={String(failure)}
          error={failure}
          title={`${found.length > 0 ? 'Some' : 'The'} referrers couldn’t be read`}
          onRetry={() => void refetch()}
        />
      ))}
      {!data && error === null && <Loading what="the referrers" />}
      {data && found.length + failures.length === 0 && (
        <p className="text-soft">No signatures, SBOMs or attestations.</p>
      )}
      {found.length > 0 && (
        <PlainTable
          label={title}
          columns={[
            { head: 'What' },
            { head: 'Digest', className: 'w-52 max-sm:hidden' },
            { head: 'Size', align: 'right', className: 'w-24 max-sm:hidden' },
            { head: 'Created', align: 'right', className: 'w-40 max-sm:w-36' },
          ]}
          rows={found}
          most={200}
        >
          {({ digest, tag, artifact, size, created, state }) => (
            <tr key={digest}>
              <th scope="row" className="border-b border-line-soft px-3 py-2 text-left font-normal">
                <Link
                  to={paths.image({ repository, digest })}
                  className="font-semibold first-letter:uppercase hover:underline"
                >
                  {artifact?.label ?? 'artifact'}
                </Link>
                {state !== 'read' && (
                  <span className="ml-2 text-sm font-semibold text-warning">
                    {state === 'missing' ? 'missing from the registry' : state}
                  </span>
                )}
                <span className="block font-mono text-sm text-soft">
                  {artifact && <StrangerText text={artifact.type} limit={200} />}
                </span>
                {tag && (
                  <span className="block text-sm [overflow-wrap:anywhere] text-faint">
                    tag {tag}
                  </span>
                )}
              </th>
              <Cell className="max-sm:hidden">
                <DigestText digest={digest} />
              </Cell>
              <Cell align="right" className="max-sm:hidden">
                {size !== undefined && formatBytes(size)}
              </Cell>
              <Cell align="right" className="text-soft">
                <Age date={created} />
              </Cell>
            </tr>
          )}
        </PlainTable>
      )}
    </Section>
  )
}
