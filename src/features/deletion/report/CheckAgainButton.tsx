import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'

/** Asks the registry again for what a report says. */
export function CheckAgainButton({ onCheck }: { onCheck: () => Promise<void> }) {
  const [isChecking, setChecking] = useState(false)
  const check = async () => {
    setChecking(true)
    try {
      await onCheck()
    } finally {
      setChecking(false)
    }
  }
  return (
    <Button
      // Not `disabled`: that would take the focus away.
      aria-disabled={isChecking}
      className="aria-disabled:cursor-default aria-disabled:opacity-55"
      onClick={() => {
        if (!isChecking) void check()
      }}
    >
      {isChecking ? 'Checking…' : 'Check again'}
    </Button>
  )
}
