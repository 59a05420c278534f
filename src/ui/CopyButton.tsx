import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './Button.tsx'
import { copyText } from './copyText.ts'

/** Copies `text` and confirms it in place. `label` names it: "Copy digest". */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return undefined
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <IconButton
      label={label}
      onClick={() => {
        void copyText(text).then((isCopied) => setState(isCopied ? 'copied' : 'failed'))
      }}
      className="relative hover:text-text"
    >
      {state === 'copied' ? (
        <Check size={14} aria-hidden className="text-ok" />
      ) : (
        <Copy size={14} aria-hidden />
      )}
      <span role="status" className="sr-only">
        {state === 'copied' && 'Copied'}
        {state === 'failed' && 'Not copied: select the text and press Ctrl+C'}
      </span>
    </IconButton>
  )
}
