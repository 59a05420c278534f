import { Link } from 'react-router'
import type { Candidate, Verdict } from '../../../../cleanup/rules/evaluation.ts'
import { formatCount } from '../../../../format/count.ts'
import { DigestDot } from '../../../../components/DigestMark.tsx'
import type { RepositoryName, Tag } from '../../../../registry/names.ts'
import { paths } from '../../../../routing/paths.ts'
import { Cell, HeadCell } from '../../../../ui/cells.tsx'
import { type Column, VirtualTable } from '../../../../ui/VirtualTable.tsx'
import { useBreakpoint } from '../../../../ui/useBreakpoint.ts'
import type { PreviewRow } from './previewRows.ts'

/** The table named "Preview": what becomes of each tag, and why. */
export function PreviewTable({
  repository,
  rows,
  candidates,
  reasonOf,
}: {
  repository: RepositoryName
  rows: readonly PreviewRow[]
  candidates: ReadonlyMap<Tag, Candidate>
  reasonOf: (verdict: Verdict) => string
}) {
  const isNarrow = useBreakpoint() === 'narrow'
  const columns: readonly Column[] = [
    { key: 'tag', ...(isNarrow ? {} : { width: '32%' }), head: <HeadCell>Tag</HeadCell> },
    { key: 'verdict', width: '5.5rem', from: 'sm', head: <HeadCell>Verdict</HeadCell> },
    { key: 'reason', from: 'sm', head: <HeadCell>Why</HeadCell> },
  ]
  return (
    <VirtualTable
      label="Preview"
      count={rows.length}
      narrowRowHeight={60}
      hasOneLine={(index) => rows[index]?.kind === 'head'}
      columns={columns}
      rowKey={(index) => rowKey(rows[index])}
      row={(index, { span }) => {
        const row = rows[index]
        if (!row) return undefined
        if (row.kind === 'head') {
          const cells = (
            <Cell colSpan={span} className="font-semibold">
              {row.goes ? 'Goes' : 'Stays'}{' '}
              <span className="font-normal text-soft">{formatCount(row.count)}</span>
            </Cell>
          )
          return { className: 'bg-sunken', cells }
        }
        const { verdict } = row
        const digest = candidates.get(verdict.tag)?.digest
        const reason = reasonOf(verdict)
        const cells = (
          <>
            <Cell>
              <span className="flex min-w-0 items-center gap-2">
                <span title={digest} className="inline-flex w-2.5 shrink-0">
                  {digest && <DigestDot digest={digest} />}
                </span>
                <Link
                  to={paths.image({ repository, tag: verdict.tag })}
                  title={verdict.tag}
                  className="truncate font-semibold hover:underline"
                >
                  {verdict.tag}
                </Link>
                {isNarrow && (
                  <span className="ml-auto shrink-0">
                    <VerdictMark goes={verdict.goes} />
                  </span>
                )}
              </span>
              {isNarrow && (
                <span className="block truncate pl-4.5 text-sm text-soft" title={reason}>
                  {reason}
                </span>
              )}
            </Cell>
            <Cell className="hidden sm:table-cell">
              <VerdictMark goes={verdict.goes} />
            </Cell>
            <Cell className="hidden text-soft sm:table-cell" title={reason}>
              {reason}
            </Cell>
          </>
        )
        return { className: 'hover:bg-sunken', cells }
      }}
    />
  )
}

function VerdictMark({ goes }: { goes: boolean }) {
  return (
    <span
      className={`inline-block rounded-[5px] px-1.5 text-sm leading-[20px] ${
        goes ? 'bg-danger-soft font-semibold text-danger' : 'text-soft'
      }`}
    >
      {goes ? 'goes' : 'stays'}
    </span>
  )
}

function rowKey(row: PreviewRow | undefined): string {
  if (row?.kind === 'verdict') return row.verdict.tag
  // No tag begins with a star.
  return row?.goes ? '*goes' : '*stays'
}
