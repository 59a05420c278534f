import type { ReadRule } from '../../../../cleanup/language/parseRule.ts'
import { describeRule } from '../../../../cleanup/language/sentence.ts'
import { CopyButton } from '../../../../ui/CopyButton.tsx'
import { Notice } from '../../../../ui/Notice.tsx'

/** What the form says, as a sentence; or why it says nothing. */
export function RuleInWords({ read }: { read: ReadRule }) {
  if ('problems' in read) {
    return (
      <div className="mt-4">
        <Notice look="warning" title="This is no rule yet, so nothing is selected">
          <ul>
            {[...new Set(read.problems.map(({ text }) => text))].map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      </div>
    )
  }
  const sentence = describeRule(read.rule)
  return (
    <section
      aria-label="The rule in words"
      className="mt-4 flex items-start gap-3 rounded-xl border border-line bg-sunken py-2 pr-2 pl-4"
    >
      <p className="min-w-0 grow py-1.5 break-words">{sentence}</p>
      <CopyButton text={sentence} label="Copy the sentence" />
    </section>
  )
}
