import { useSyncExternalStore } from 'react'
import { registryState } from '../../queries/session.ts'

const WORDS = {
  unknown: ['bg-faint', 'not asked yet'],
  answers: ['bg-ok', 'answers'],
  silent: ['bg-danger', 'does not answer'],
} as const

/** The registry's address, with a dot for how its last answer went. */
export function RegistryState({ address }: { address: string }) {
  const state = useSyncExternalStore(registryState.subscribe, registryState.read)
  const [colour, words] = WORDS[state]
  return (
    <span
      title={`${address} ${words}`}
      className="hidden max-w-60 items-center gap-2 rounded-full border border-line px-3 py-0.5 text-soft md:inline-flex"
    >
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${colour}`} />
      <span className="truncate">{address}</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}
