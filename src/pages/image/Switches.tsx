import { useNavigate } from 'react-router'
import { formatCount } from '../../format/count.ts'
import { platformName } from '../../image/platforms.ts'
import { type ImageView, PartLink, useImageSearch } from './imageSearch.tsx'
import { type ShownImage, listPlatformEntries } from './imageState.ts'

/** The parts of the page as links, so that each can be copied and reloaded. */
export function ViewTabs({ content }: Pick<ShownImage, 'content'>) {
  const { view } = useImageSearch()
  const layers = content?.kind === 'schema-1' ? content.schema1.layers : undefined
  const parts = content && 'parts' in content ? content.parts : layers
  const tabs: readonly (readonly [ImageView, string])[] = [
    ['layers', content?.kind === 'files' ? 'Files' : 'Layers'],
    ['config', 'Config'],
    ['manifest', 'Manifest'],
    ['referrers', 'Referrers'],
  ]
  return (
    <nav aria-label="Views" className="mt-4 flex gap-5 overflow-x-auto border-b border-line">
      {tabs.map(([name, text]) => (
        <PartLink
          key={name}
          changes={{ view: name === 'layers' ? undefined : name }}
          isCurrent={name === view}
          className="-mb-px border-b-2 border-transparent py-2 whitespace-nowrap text-soft hover:text-text aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-text"
        >
          {text}
          {name === 'layers' && (
            <span className="ml-1 inline-block min-w-4 font-normal text-faint">
              {parts && formatCount(parts.length)}
            </span>
          )}
        </PartLink>
      ))}
    </nav>
  )
}

/** More platforms than this are a list to choose from. */
const CHIPS = 6

/** The platforms of an index, one of them chosen; the choice is in the address. */
export function PlatformSwitch({ shown: { index, platform } }: { shown: ShownImage }) {
  const { linkTo } = useImageSearch()
  const navigate = useNavigate()
  const entries = index ? listPlatformEntries(index) : []
  // Each once: an index may name one several times.
  const names = [...new Set(entries.flatMap((entry) => platformName(entry) ?? []))]
  if (names.length === 0) return null
  if (names.length > CHIPS) {
    return (
      <label className="flex items-center gap-2 text-soft">
        Platform
        <select
          value={platform ?? ''}
          onChange={({ target }) => navigate(linkTo({ platform: target.value }), { replace: true })}
          className="h-8 rounded-lg border border-line bg-surface px-2 font-mono text-sm text-text"
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
    )
  }
  return (
    <nav
      aria-label="Platform"
      className="flex max-w-full flex-wrap overflow-hidden rounded-lg border border-line bg-surface font-mono text-sm"
    >
      {names.map((name) => (
        <PartLink
          key={name}
          changes={{ platform: name }}
          isCurrent={name === platform}
          className="px-3 py-1.5 text-soft hover:text-text focus-visible:-outline-offset-2 aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
        >
          {name}
        </PartLink>
      ))}
    </nav>
  )
}
