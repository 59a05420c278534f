import { formatCount } from '../../format/count.ts'
import { type ImageView, PartLink, useImageSearch } from './imageSearch.tsx'
import type { ShownImage } from './imageState.ts'

/** The parts of the page as links, so that each can be copied and reloaded. */
export function ViewTabs({ content }: Pick<ShownImage, 'content'>) {
  const { view } = useImageSearch()
  const parts =
    content.kind === 'schema-1'
      ? content.schema1.layers
      : 'parts' in content
        ? content.parts
        : undefined
  const tabs: readonly (readonly [ImageView, string])[] = [
    ['layers', content.kind === 'files' ? 'Files' : 'Layers'],
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
