import { Link, useNavigate } from 'react-router'
import { formatPlatform } from '../../format/platform.ts'
import { namedPlatform } from '../../image/platforms.ts'
import type { Descriptor, ImageIndex } from '../../registry/manifest.ts'
import { useImageSearch } from './imageViews.ts'
import { listPlatformEntries } from './useShownImage.ts'

/** More platforms than this are a list to choose from. */
const CHIPS = 6

/** The platforms of an index, one of them chosen; the choice is in the address. */
export function PlatformSwitch({
  index,
  chosen,
}: {
  index: ImageIndex
  chosen: Descriptor | undefined
}) {
  const { linkTo } = useImageSearch()
  const navigate = useNavigate()
  const names = listPlatformNames(index)
  const platform = chosen && namedPlatform(chosen)
  const current = platform && formatPlatform(platform)
  const address = (name: string) => linkTo({ platform: name, layer: undefined, step: undefined })
  if (names.length === 0) return null
  if (names.length > CHIPS) {
    return (
      <label className="flex items-center gap-2 text-soft">
        Platform
        <select
          value={current ?? ''}
          onChange={(event) =>
            void navigate(address(event.target.value), { replace: true, preventScrollReset: true })
          }
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
        <Link
          key={name}
          to={address(name)}
          replace
          preventScrollReset
          {...(name === current ? { 'aria-current': 'true' as const } : {})}
          className="px-3 py-1.5 text-soft hover:text-text focus-visible:-outline-offset-2 aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}

/** Each platform once: an index may name one several times. */
function listPlatformNames(index: ImageIndex): readonly string[] {
  const names = listPlatformEntries(index).flatMap((entry) => {
    const platform = namedPlatform(entry)
    return platform ? [formatPlatform(platform)] : []
  })
  return [...new Set(names)]
}
