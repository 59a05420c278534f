import { useEffect, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/Dialog.tsx'
import { isTyping } from '../ui/isTyping.ts'

const SHORTCUTS = [
  [['/', 'Ctrl K'], 'Search'],
  [['↑', '↓'], 'Previous or next row of a table'],
  [['Home', 'End'], 'First or last row'],
  [['←', '→'], 'Actions of the row'],
  [['Enter'], 'Open it'],
  [['Esc'], 'Close a dialog, clear a field'],
  [['?'], 'Show these shortcuts'],
] as const

/** The button that lists the keyboard shortcuts; so does `?`. */
export function Shortcuts() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const openByKey = (event: KeyboardEvent) => {
      if (event.key === '?' && !isTyping() && !document.querySelector('dialog[open]')) setOpen(true)
    }
    document.addEventListener('keydown', openByKey)
    return () => document.removeEventListener('keydown', openByKey)
  }, [])
  const close = () => setOpen(false)
  return (
    <>
      <button type="button" className="hover:text-text max-sm:hidden" onClick={() => setOpen(true)}>
        Keyboard shortcuts
      </button>
      {isOpen && (
        <Dialog title="Keyboard shortcuts" width={440} onClose={close}>
          <DialogBody>
            <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 pt-2">
              {SHORTCUTS.map(([keys, what]) => (
                <div key={what} className="contents">
                  <dt className="flex gap-1">
                    {keys.map((key) => (
                      <kbd
                        key={key}
                        className="rounded border border-line bg-page px-1.5 font-mono text-sm text-soft"
                      >
                        {key}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </DialogBody>
          <DialogFooter>
            <Button onClick={close}>Close</Button>
          </DialogFooter>
        </Dialog>
      )}
    </>
  )
}
