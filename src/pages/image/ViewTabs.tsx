import { Link } from 'react-router'
import { formatCount } from '../../format/count.ts'
import { type ImageView, useImageSearch } from './imageViews.ts'
import type { ShownImage } from './useShownImage.ts'

/** The parts of the page as links, so that each can be copied and reloaded. */
export function ViewTabs({ shown }: { shown: ShownImage }) {
  const { view, linkTo } = useImageSearch()
  const manifest = shown.fetched?.manifest
  const isArtifact = shown.artifact !== undefined && !isImageKind(shown.artifact.kind)
  const count =
    manifest?.kind === 'image-manifest' || manifest?.kind === 'schema-1'
      ? manifest.layers.length
      : manifest?.kind === 'artifact-manifest'
        ? manifest.blobs.length
        : undefined
  const tabs: readonly (readonly [ImageView, string, number?])[] = [
    count === undefined
      ? ['layers', isArtifact ? 'Files' : 'Layers']
      : ['layers', isArtifact ? 'Files' : 'Layers', count],
    ['config', 'Config'],
    ['manifest', 'Manifest'],
    ['referrers', 'Referrers'],
  ]
  return (
    <nav aria-label="Views" className="mt-4 flex gap-5 overflow-x-auto border-b border-line">
      {tabs.map(([name, text, number]) => (
        <Link
          key={name}
          to={linkTo({
            view: name === 'layers' ? undefined : name,
            layer: undefined,
            step: undefined,
          })}
          replace
          preventScrollReset
          {...(name === view ? { 'aria-current': 'page' } : {})}
          className="-mb-px border-b-2 border-transparent py-2 whitespace-nowrap text-soft hover:text-text aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-text"
        >
          {text}
          {name === 'layers' && (
            <span className="ml-1 inline-block min-w-4 font-normal text-faint">
              {number !== undefined && formatCount(number)}
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}

function isImageKind(kind: string): boolean {
  return kind === 'image' || kind === 'schema-1' || kind === 'unknown' || kind === 'index'
}
