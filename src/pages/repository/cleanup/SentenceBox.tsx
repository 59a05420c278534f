import { useEffect, useId, useRef, useState } from 'react'
import { formatRule } from '../../../deletion/rules/formatRule.ts'
import { parseSentence } from '../../../deletion/rules/parseSentence.ts'
import type { Problems, Rule } from '../../../deletion/rules/rule.ts'
import { describeRule } from '../../../deletion/rules/sentence.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Notice } from '../../../ui/Notice.tsx'

const EXAMPLE =
  'Never remove latest. Of the tags pr-*: remove those older than 14 days. Everything else stays.'

/** The rule in words, to be read, copied, and edited as text. */
export function SentenceBox({
  read,
  onChange,
}: {
  read: { readonly rule: Rule } | Problems
  /** Gets the rule that was written, as the query of an address. */
  onChange: (text: string) => void
}) {
  const [text, setText] = useState<string>()
  const sentence = 'rule' in read ? describeRule(read.rule) : undefined
  if (text !== undefined) {
    return (
      <SentenceEditor
        text={text}
        onText={setText}
        onApply={(rule) => {
          onChange(formatRule(rule))
          setText(undefined)
        }}
        onCancel={() => setText(undefined)}
      />
    )
  }
  if ('problems' in read) {
    return (
      <Notice
        look="warning"
        title="This is no rule yet, so nothing is selected"
        action={<Button onClick={() => setText('')}>Write it as a sentence</Button>}
      >
        <ul>
          {[...new Set(read.problems)].map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Notice>
    )
  }
  return (
    <section
      aria-label="The rule in words"
      className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-xl border border-line bg-sunken py-2 pr-2 pl-4"
    >
      <p className="min-w-0 flex-1 basis-72 py-1.5 break-words">{sentence}</p>
      <span className="ml-auto flex items-center gap-1">
        <CopyButton text={sentence ?? ''} label="Copy the sentence" />
        <Button look="quiet" onClick={() => setText(sentence ?? '')}>
          Edit as text
        </Button>
      </span>
    </section>
  )
}

function SentenceEditor({
  text,
  onText,
  onApply,
  onCancel,
}: {
  text: string
  onText: (text: string) => void
  onApply: (rule: Rule) => void
  onCancel: () => void
}) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const read = parseSentence(text)
  const problem = 'problems' in read ? read.problems.join(' ') : undefined
  const isEmpty = text.trim() === ''
  const apply = () => {
    if ('rule' in read) onApply(read.rule)
  }
  return (
    <section
      aria-label="The rule in words"
      className="rounded-xl border border-line bg-sunken px-4 py-3"
    >
      <textarea
        ref={field}
        aria-label="The rule as a sentence"
        aria-describedby={id}
        aria-invalid={problem !== undefined && !isEmpty}
        rows={4}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) apply()
        }}
        spellCheck={false}
        placeholder={EXAMPLE}
        className="block w-full rounded-lg border border-line bg-surface px-3 py-2 aria-invalid:border-danger"
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <p id={id} className="min-w-0 flex-1 basis-60 text-sm break-words text-danger">
          {!isEmpty && problem}
          {!isEmpty && problem !== undefined && (
            <span className="block text-soft">Such as: {EXAMPLE}</span>
          )}
        </p>
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" disabled={problem !== undefined} onClick={apply}>
          Use this sentence
        </Button>
      </div>
    </section>
  )
}
