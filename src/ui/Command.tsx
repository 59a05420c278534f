import { CopyButton } from './CopyButton.tsx'

/** A command or a line of configuration, to be copied. */
export function Command({ text, label = 'Copy command' }: { text: string; label?: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded bg-sunken pl-1.5 text-text">
      <code className="font-mono text-sm break-all">{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  )
}
