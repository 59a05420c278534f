import { useNavigate } from 'react-router'
import { platformName } from '../../../image/platforms.ts'
import type { ImageIndex } from '../../../registry/manifest.ts'
import { PartLink, useImageSearch } from '../imageSearch.tsx'
import { listPlatformEntries } from '../imageState.ts'

/** More platforms than this are a list to choose from. */
const CHIPS = 6

/** The platforms of an index, one of them chosen; the choice is in the address. */
export function PlatformSwitch({
  index,
  current,
}: {
  index: ImageIndex
  current: string | undefined
}) {
  const { linkTo } = useImageSearch()
  const navigate = useNavigate()
  // Each once: an index may name one several times.
  const names = [
    ...new Set(listPlatformEntries(index).flatMap((entry) => platformName(entry) ?? [])),
  ]
  if (names.length === 0) return null
  if (names.length > CHIPS) {
    return (
      <label className="flex items-center gap-2 text-soft">
        Platform
        <select
          value={current ?? ''}
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
          isCurrent={name === current}
          className="px-3 py-1.5 text-soft hover:text-text focus-visible:-outline-offset-2 aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
        >
          {name}
        </PartLink>
      ))}
    </nav>
  )
}
