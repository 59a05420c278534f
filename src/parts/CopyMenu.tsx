import { useQuery } from '@tanstack/react-query'
import { Check, Copy, Ellipsis } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { settings } from '../queries/settings.ts'
import { tagSummaryQuery } from '../queries/summaries.ts'
import { formatImageReference } from '../registry/imageReference.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { copyText } from '../ui/copyText.ts'
import { Popover } from '../ui/Popover.tsx'
import { usePullForm } from './PullCommand.tsx'
import { choosePullForm, writePullCommand } from './pullCommands.ts'

/**
 * Everything about a tag that people copy: how to pull it with the tool they use (remembered), by tag and by
 * digest, its reference, its digest.
 */
export function CopyMenu({
  repository,
  tag,
  hasMore = false,
  children,
}: {
  repository: RepositoryName
  tag: Tag
  /** The button looks like one that has more behind it than what can be copied. */
  hasMore?: boolean
  /** More that can be done, below. */
  children?: (panel: string) => ReactNode
}) {
  return (
    <Popover
      label={`Copy ${tag}…`}
      icon={hasMore ? <Ellipsis size={16} aria-hidden /> : <Copy size={14} aria-hidden />}
    >
      {(panel) => (
        <>
          <CopyList repository={repository} tag={tag} />
          {children?.(panel)}
        </>
      )}
    </Popover>
  )
}

function CopyList({ repository, tag }: { repository: RepositoryName; tag: Tag }) {
  // Asked for by the row; here it is only looked at.
  const { data } = useQuery({ ...tagSummaryQuery(repository, tag), enabled: false })
  const digest = data?.digest
  const { forms, form } = usePullForm(data?.artifact.kind)
  const [last, setLast] = useState<{ what: string; isCopied: boolean }>()
  const lines = [
    { what: 'Pull by tag', text: form && writePullCommand(form, { repository, tag }) },
    {
      what: 'Pull by digest',
      text: form && digest && writePullCommand(form, { repository, digest }),
    },
    {
      what: 'Reference',
      text: `${settings.pullHost}/${formatImageReference({ repository, tag })}`,
    },
    { what: 'Digest', text: digest },
  ]
  return (
    <>
      <label className="flex items-center gap-2 border-b border-line-soft px-3 py-2 text-sm text-soft">
        Tool
        <select
          value={form?.name}
          onChange={(event) => choosePullForm(event.target.value)}
          className="h-7 rounded-md border border-line bg-page px-1.5 text-text"
        >
          {forms.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <span role="status" className="ml-auto text-ok">
          {last?.isCopied && 'Copied'}
        </span>
      </label>
      <ul className="py-1">
        {lines.map(({ what, text }) => (
          <li key={what}>
            <button
              type="button"
              disabled={text === undefined}
              onClick={() => {
                if (text === undefined) return
                void copyText(text).then((isCopied) => setLast({ what, isCopied }))
              }}
              className="flex w-full items-center gap-3 px-3 py-1.5 text-left hover:bg-sunken focus-visible:-outline-offset-2 disabled:cursor-default disabled:opacity-55"
            >
              <span className="min-w-0 flex-1">
                <span className="block text-sm text-soft">{what}</span>
                <span className="block truncate font-mono text-sm" title={text}>
                  {text ?? 'not known'}
                </span>
              </span>
              {last?.what === what && last.isCopied ? (
                <Check size={14} aria-hidden className="shrink-0 text-ok" />
              ) : (
                <Copy size={14} aria-hidden className="shrink-0 text-faint" />
              )}
            </button>
          </li>
        ))}
      </ul>
      {last && !last.isCopied && (
        <p role="alert" className="px-3 pb-2 text-sm text-danger">
          The browser did not copy it. Select the text on the image’s page and press Ctrl+C.
        </p>
      )}
    </>
  )
}
