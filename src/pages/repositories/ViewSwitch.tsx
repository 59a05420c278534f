import { startTransition, useOptimistic } from 'react'
import { putParameter, useParameters } from '../../routing/useParameters.ts'

/** Switches between list and tree, in the address. The button changes at once, even if the rows take longer. */
export function ViewSwitch({ isTree }: { isTree: boolean }) {
  const [, changeParameters] = useParameters()
  const [shown, setShown] = useOptimistic(isTree)
  const choose = (wantsTree: boolean) =>
    startTransition(() => {
      setShown(wantsTree)
      changeParameters((present) => putParameter(present, 'view', wantsTree ? 'tree' : ''))
    })
  return (
    <fieldset className="flex h-8 shrink-0 overflow-hidden rounded-lg border border-line bg-surface">
      <legend className="sr-only">View</legend>
      {[false, true].map((wantsTree) => (
        <label
          key={String(wantsTree)}
          className="relative flex cursor-pointer items-center px-3 text-soft has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="View"
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
            checked={wantsTree === shown}
            onChange={() => choose(wantsTree)}
          />
          {wantsTree ? 'Tree' : 'List'}
        </label>
      ))}
    </fieldset>
  )
}
