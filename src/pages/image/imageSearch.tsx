import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { putParameter, useParameters } from '../../routing/useParameters.ts'

const VIEWS = ['layers', 'config', 'manifest', 'referrers'] as const

/** A view of the image page, `?view=` in the address. */
export type ImageView = (typeof VIEWS)[number]

/** The parameters that a link within the page changes; `undefined` removes one. */
export type ImageSearch = {
  readonly view?: ImageView | undefined
  readonly platform?: string
  readonly layer?: number
  readonly step?: number
}

/** The parameters in the address, and links within the image page. */
export function useImageSearch() {
  const [parameters] = useParameters()
  return {
    view: VIEWS.find((view) => view === parameters.get('view')) ?? 'layers',
    platform: parameters.get('platform') ?? undefined,
    /** The number of the layer or history entry whose details are open. */
    layer: readNumber(parameters.get('layer')),
    step: readNumber(parameters.get('step')),
    /** `?…` for a link. Details close unless `changes` names them. */
    linkTo: (changes: ImageSearch): string => {
      const next = new URLSearchParams(parameters)
      const all = { layer: undefined, step: undefined, ...changes }
      for (const [name, value] of Object.entries(all)) putParameter(next, name, value)
      return `?${next.toString()}`
    },
  }
}

/** A link to another part of the image page. */
export function PartLink({
  changes,
  isCurrent,
  className,
  title,
  children,
}: {
  changes: ImageSearch
  isCurrent: boolean
  className: string
  title?: string | undefined
  children: ReactNode
}) {
  const { linkTo } = useImageSearch()
  return (
    <Link
      to={linkTo(changes)}
      replace
      aria-current={isCurrent ? 'true' : undefined}
      className={className}
      title={title}
    >
      {children}
    </Link>
  )
}

function readNumber(text: string | null): number | undefined {
  const number = Number(text ?? Number.NaN)
  return Number.isInteger(number) && number > 0 ? number : undefined
}
