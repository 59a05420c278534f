import { useSearchParams } from 'react-router'

const VIEWS = ['layers', 'config', 'manifest', 'referrers'] as const

/** A part of the image page; the address names it as `?view=`. */
export type ImageView = (typeof VIEWS)[number]

/** The view that an address names; `layers` where it names none that exists. */
export function parseView(text: string | null): ImageView {
  return VIEWS.find((view) => view === text) ?? 'layers'
}

/** Addresses within the image page: the present one with some parameters changed. */
export function useImageSearch() {
  const [parameters] = useSearchParams()
  return {
    view: parseView(parameters.get('view')),
    platform: parameters.get('platform') ?? undefined,
    /** Number of the layer, or of the history entry, whose details are open. */
    layer: readNumber(parameters.get('layer')),
    step: readNumber(parameters.get('step')),
    /** `?…` for a link; a name with `undefined` is taken out. */
    linkTo: (changes: Readonly<Record<string, string | undefined>>): string => {
      const next = new URLSearchParams(parameters)
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) next.delete(name)
        else next.set(name, value)
      }
      return `?${next.toString()}`
    },
  }
}

function readNumber(text: string | null): number | undefined {
  const number = Number(text ?? Number.NaN)
  return Number.isInteger(number) && number > 0 ? number : undefined
}
