import { useState } from 'react'
import type { DeletionPlan } from '../../deletion/deletionPlan.ts'
import { formatPlanJson } from '../../deletion/planJson.ts'
import { type ScriptTool, formatPlanScript } from '../../deletion/planScript.ts'
import { basePath, settings } from '../../queries/settings.ts'
import { registryNow } from '../../queries/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { copyText } from '../../ui/copyText.ts'
import { saveFile } from '../../ui/saveFile.ts'

type Form = ScriptTool | 'json'

const FORMS: readonly { readonly value: Form; readonly text: string }[] = [
  { value: 'curl', text: 'curl' },
  { value: 'crane', text: 'crane' },
  { value: 'regctl', text: 'regctl' },
  { value: 'json', text: 'JSON' },
]

/** The plan as a script to read or to run elsewhere, and as JSON. It is written when it is unfolded. */
export function PlanExport({ plan }: { plan: DeletionPlan }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-soft">The plan as a script, or as JSON</summary>
      {isOpen && <Written plan={plan} />}
    </details>
  )
}

function Written({ plan }: { plan: DeletionPlan }) {
  const [form, setForm] = useState<Form>('curl')
  const [said, setSaid] = useState('')
  const text = write(plan, form)
  const name = `delete-from-${plan.repository.replaceAll('/', '-')}.${form === 'json' ? 'json' : 'sh'}`
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented label="Form" value={form} options={FORMS} onChange={setForm} />
        <span role="status" className="grow text-right text-sm text-soft">
          {said}
        </span>
        <Button
          onClick={() => {
            void copyText(text).then((isCopied) =>
              setSaid(isCopied ? 'Copied' : 'Not copied: select the text and press Ctrl+C'),
            )
          }}
        >
          Copy plan
        </Button>
        <Button onClick={() => saveFile(name, text)}>Download plan</Button>
      </div>
      <textarea
        aria-label="The plan"
        readOnly
        value={text}
        rows={12}
        wrap="off"
        spellCheck={false}
        className="mt-2 block w-full resize-y rounded-lg bg-sunken p-2.5 font-mono text-sm"
      />
    </div>
  )
}

function write(plan: DeletionPlan, form: Form): string {
  if (form === 'json') return formatPlanJson(plan, new Date(registryNow()))
  const place = { address: location.origin + basePath, host: settings.pullHost }
  return formatPlanScript(plan, place, form)
}
