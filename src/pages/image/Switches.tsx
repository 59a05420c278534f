import { useNavigate } from 'react-router'
import { formatCount } from '../../format/count.ts'
import { fits, useBreakpoint } from '../../ui/useBreakpoint.ts'
import type { Attached } from './attached.ts'
import { type ImageView, PartLink, useImageSearch } from './imageSearch.tsx'
import { EntrySize, formatEntrySize } from './IndexEntries.tsx'
import { type ShownImage, listPlatforms } from './imageState.ts'

/** The views of the page. They are links, so that each can be copied and reloaded. */
export function ViewTabs({
  content,
  attached: { found },
}: Pick<ShownImage, 'content'> & { attached: Attached }) {
  const { view } = useImageSearch()
  const parts = content && 'parts' in content ? content.parts : undefined
  const tabs: readonly (readonly [view: ImageView, text: string, count?: number | undefined])[] = [
    ['layers', content?.kind === 'files' ? 'Files' : 'Layers', parts?.length],
    ['config', 'Config'],
    ['manifest', 'Manifest'],
    ['referrers', 'Referrers', found?.length],
  ]
  return (
    <nav aria-label="Views" className="mt-4 flex gap-5 overflow-x-auto border-b border-line">
      {tabs.map(([name, text, count]) => (
        <PartLink
          key={name}
          changes={{ view: name === 'layers' ? undefined : name }}
          isCurrent={name === view}
          className="-mb-px border-b-2 border-transparent py-2 whitespace-nowrap text-soft hover:text-text aria-[current]:border-accent aria-[current]:text-text"
        >
          {text}
          {(name === 'layers' || name === 'referrers') && (
            <span className="ml-1 inline-block min-w-4 font-normal text-faint">
              {count !== undefined && formatCount(count)}
            </span>
          )}
        </PartLink>
      ))}
    </nav>
  )
}

/** The platforms of an index with their sizes, to choose one; the choice is in the address. */
export function PlatformSwitch({ shown }: { shown: ShownImage }) {
  const { linkTo } = useImageSearch()
  const navigate = useNavigate()
  const breakpoint = useBreakpoint()
  const platforms = listPlatforms(shown)
  if (platforms.length === 0) return null
  // If they would take more than two rows, they become a list.
  const most = fits(breakpoint, 'lg') ? 12 : fits(breakpoint, 'sm') ? 6 : 3
  if (platforms.length > most) {
    return (
      <label className="mt-3 flex items-center gap-2 text-soft">
        Platform
        <select
          value={shown.platform ?? ''}
          onChange={({ target }) => navigate(linkTo({ platform: target.value }), { replace: true })}
          className="h-8 min-w-0 rounded-lg border border-line bg-surface px-2 text-text"
        >
          {platforms.map(({ name, entry }) => (
            <option key={name} value={name}>
              {entry ? `${name} · ${formatEntrySize(entry)}` : name}
            </option>
          ))}
        </select>
      </label>
    )
  }
  return (
    <nav aria-label="Platform" className="mt-3 flex flex-wrap gap-2">
      {platforms.map(({ name, entry }) => (
        <PartLink
          key={name}
          changes={{ platform: name }}
          isCurrent={name === shown.platform}
          className="rounded-lg border border-line bg-surface px-3 py-1 hover:border-faint aria-[current]:border-accent aria-[current]:bg-accent-soft"
        >
          <span
            className={`block font-mono text-sm ${name === shown.platform ? 'font-semibold text-accent' : ''}`}
          >
            {name}
          </span>
          <span className="block text-sm text-soft">
            <EntrySize entry={entry} />
          </span>
        </PartLink>
      ))}
    </nav>
  )
}
