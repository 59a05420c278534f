import { useId, useState } from 'react'
import { KUBECTL } from '../../../cleanup/language/pinTexts.ts'
import { formatCount, formatCounted } from '../../../format/count.ts'
import { Button, buttonClass } from '../../../ui/Button.tsx'
import { Command } from '../../../ui/Command.tsx'
import type { CleanUp } from './useCleanUp.ts'

const COMMANDS = [KUBECTL, "docker ps --format '{{.Image}}'"] as const

/** Takes a list of running images, pasted or as a file, so that the rule keeps them. */
export function PinsField({ cleanUp: { pasted, setPasted, pins } }: { cleanUp: CleanUp }) {
  const problems = pins && 'problems' in pins ? pins.problems : []
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-label="Images in use">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-full font-semibold @lg:min-w-0">Never delete images in use</span>
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {pasted && !isOpen ? 'View the list' : 'Paste a list…'}
        </Button>
        <label
          className={`${buttonClass()} cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-accent`}
        >
          Choose a file…
          <input
            type="file"
            accept=".txt,.json,.yaml,.yml,.log,text/*,application/json"
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0]
              const read = (text: string) => file && setPasted({ name: file.name, text })
              // An unreadable file counts as empty; then nothing is deleted.
              void file?.text().then(read, () => read(''))
              // So that choosing the same file again counts as a change.
              event.target.value = ''
            }}
          />
        </label>
        {pasted && (
          <Button look="quiet" onClick={() => setPasted(undefined)}>
            Remove
          </Button>
        )}
        <span role="status" className="min-w-0 text-sm text-soft">
          {pasted?.name && <span className="font-mono">{pasted.name}: </span>}
          {pins &&
            'pins' in pins &&
            `${formatCounted(pins.pins.images, 'image')}, ${formatCount(pins.pins.imagesHere)} of this repository`}
        </span>
      </div>
      {problems.length > 0 && (
        <ul role="alert" className="mt-1 text-danger">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
          <li className="font-semibold">Nothing is deleted until this is fixed or removed.</li>
        </ul>
      )}
      {isOpen && (
        <div className="mt-2">
          <textarea
            aria-label="Images in use"
            aria-describedby={id}
            rows={5}
            value={pasted?.text ?? ''}
            onChange={(event) => {
              const { value } = event.target
              setPasted(value === '' ? undefined : { text: value })
            }}
            spellCheck={false}
            className="block w-full rounded-lg border border-line bg-surface px-3 py-2 font-mono text-sm"
          />
          <p id={id} className="mt-1 text-sm text-soft">
            Image references, as printed by these commands. The list is not saved; reloading clears
            it.
          </p>
          <ul className="text-sm text-soft">
            {COMMANDS.map((command) => (
              <li key={command} className="mt-1">
                <Command text={command} label={`Copy: ${command.split(' ', 1)[0]}`} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
