import { useQuery } from '@tanstack/react-query'
import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { settings } from '../queries/session/settings.ts'
import { tagSummaryQuery } from '../queries/summaries.ts'
import { formatImageReference } from '../registry/imageReference.ts'
import type { RepositoryName, Tag } from '../registry/names.ts'
import { copyText } from '../ui/copyText.ts'
import { CutName } from '../ui/cells.tsx'
import { MenuItem, Popover } from '../ui/Popover.tsx'
import { choosePullForm, usePullForm, writePullCommand } from './pullForms.ts'

/** A menu of what people copy: a tag's pull command (for the tool they chose last), its reference, its digest. */
export function CopyMenu({
  repository,
  tag,
  icon,
  className = '',
  children,
}: {
  repository: RepositoryName
  tag: Tag
  /** Shown on its button. */
  icon: ReactNode
  className?: string
  /** More menu items, shown below. Receives the menu's id, see `Popover`. */
  children?: (menu: string) => ReactNode
}) {
  /** What was copied last; `false` if the browser refused. */
  const [copied, setCopied] = useState<string | false>()
  return (
    <Popover
      isMenu
      label={`Copy ${tag}…`}
      icon={icon}
      className={className}
      below={
        <>
          <span role="status" className="sr-only">
            {copied && 'Copied'}
          </span>
          {copied === false && (
            <p role="alert" className="px-3 pb-2 text-sm text-danger">
              Couldn’t copy. Select the text on the image’s page and press Ctrl+C.
            </p>
          )}
        </>
      }
    >
      {(menu) => (
        <>
          <CopyItems repository={repository} tag={tag} copied={copied} onCopied={setCopied} />
          {children?.(menu)}
        </>
      )}
    </Popover>
  )
}

function CopyItems({
  repository,
  tag,
  copied,
  onCopied,
}: {
  repository: RepositoryName
  tag: Tag
  copied: string | false | undefined
  onCopied: (what: string | false) => void
}) {
  // The row requests it; here it is only read from the cache.
  const { data } = useQuery({ ...tagSummaryQuery(repository, tag), enabled: false })
  const digest = data?.digest
  const { forms, form } = usePullForm(data?.artifact.kind)
  const lines: Readonly<Record<string, string | undefined>> = {
    'Pull by tag': form && writePullCommand(form, { repository, tag }),
    'Pull by digest': form && digest && writePullCommand(form, { repository, digest }),
    Reference: `${settings.pullHost}/${formatImageReference({ repository, tag })}`,
    Digest: digest,
  }
  const copy = async (what: string, text = '') => onCopied((await copyText(text)) && what)
  return (
    <>
      {Object.entries(lines).map(([what, text]) => (
        <MenuItem key={what} disabled={text === undefined} onClick={() => void copy(what, text)}>
          <span className="min-w-0 flex-1">
            <span className="block text-sm text-soft">{what}</span>
            <span className="flex font-mono text-sm" title={text}>
              <CutName name={text ?? 'not known'} />
            </span>
          </span>
          {copied === what ? (
            <Check size={14} aria-hidden className="shrink-0 text-ok" />
          ) : (
            <Copy size={14} aria-hidden className="shrink-0 text-faint" />
          )}
        </MenuItem>
      ))}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is no group of a menu */}
      <div
        role="group"
        aria-label="Tool"
        className="flex flex-wrap gap-1 border-t border-line-soft px-3 py-2"
      >
        {forms.map(({ name }) => (
          <MenuItem
            key={name}
            isChecked={name === form?.name}
            onClick={() => choosePullForm(name)}
            className="rounded-md border border-line px-1.5 text-sm aria-checked:border-accent aria-checked:text-accent"
          >
            {name}
          </MenuItem>
        ))}
      </div>
    </>
  )
}
