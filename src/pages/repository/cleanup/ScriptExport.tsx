import { Download } from 'lucide-react'
import { useId, useState } from 'react'
import type { Rule } from '../../../cleanup/language/rule.ts'
import { composeScript, nameScript } from '../../../cleanup/script/composeScript.ts'
import { Failure } from '../../../components/failures/Failure.tsx'
import { basePath } from '../../../queries/session/settings.ts'
import { Button } from '../../../ui/Button.tsx'
import { Command } from '../../../ui/Command.tsx'
import { saveFile } from '../../../ui/saveFile.ts'
import { TEXT_FIELD } from './rule/fields.tsx'
import { ScriptPlan } from './ScriptPlan.tsx'
import type { CleanUp } from './useCleanUp.ts'

/** Exports the rule as a single script that runs without the page, from cron or in a container. */
export function ScriptExport({ cleanUp, rule }: { cleanUp: CleanUp; rule: Rule }) {
  const { repository, evaluation, isPartly } = cleanUp
  const selected = evaluation?.selected ?? []
  // The running images are entered on the page; the script needs them with each run.
  const hasPins = cleanUp.pasted !== undefined
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const [registry, setRegistry] = useState(location.origin + basePath)
  const [error, setError] = useState<unknown>()
  const name = nameScript(repository)
  const save = async () => {
    setError(undefined)
    try {
      // The program is loaded only on demand.
      const { template } = await import('virtual:clean-up-script')
      saveFile(name, composeScript({ template, rule, repository, registry }), 'text/javascript')
    } catch (failure) {
      setError(failure)
    }
  }
  const isAddress = /^https?:\/\/[^\s/?#]+[^\s?#]*$/.test(registry)
  const pins = hasPins ? ' --pins images-in-use.txt' : ''
  const lines = [
    ['Dry run: prints what would be deleted, and why', `node ${name}${pins}`],
    ['Every night at 4:00, with cron', `0 4 * * * node /opt/${name}${pins} --go`],
    [
      'Without Node.js, in a container',
      `docker run --rm -v "$PWD:/run:ro" -w /run node:22-alpine node ${name}${pins}`,
    ],
  ] as const
  return (
    <details
      className="rounded-xl border border-line bg-surface px-3 py-2.5 sm:px-4"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer font-semibold">Run it regularly, as a script</summary>
      <p className="mt-2 max-w-prose text-soft">
        A single file that needs only Node.js 20 or newer. Each run evaluates the rule again, with
        the same code as this page, and prints one line per tag. Without{' '}
        <code className="font-mono">--go</code> it deletes nothing.
        {hasPins && ' The list of images in use is not included: pass it each time.'}
      </p>
      {isOpen && !isPartly && selected.length > 0 && <ScriptPlan {...{ cleanUp, selected }} />}
      <div className="mt-3 flex flex-wrap items-end gap-2">
        <label htmlFor={id} className="min-w-0 grow basis-64 sm:max-w-96">
          <span className="text-sm text-soft">URL of the registry, or of Homeport</span>
          <input
            id={id}
            type="url"
            value={registry}
            aria-invalid={!isAddress}
            onChange={(event) => setRegistry(event.target.value.trim())}
            {...TEXT_FIELD}
          />
        </label>
        <Button disabled={!isAddress} onClick={() => void save()} className="max-w-full min-w-0">
          <Download size={14} aria-hidden className="shrink-0" />
          <span className="truncate">Download {name}</span>
        </Button>
      </div>
      {error !== undefined && (
        <Failure
          className="mt-3"
          error={error}
          title="The script couldn’t be loaded"
          onRetry={() => void save()}
        />
      )}
      <dl className="mt-3">
        {lines.map(([what, line]) => (
          <div key={what} className="mb-2">
            <dt className="text-sm text-soft">{what}</dt>
            <dd>
              <Command text={line} label={`Copy: ${what}`} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
