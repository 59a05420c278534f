import { useEffect, useState } from 'react'
import { LazyPart, lazyComponent } from '../components/failures/LazyPart.tsx'
import { isTyping } from '../ui/isTyping.ts'

const ShortcutsDialog = lazyComponent(
  async () => (await import('./ShortcutsDialog.tsx')).ShortcutsDialog,
)

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
        <LazyPart onClose={close}>
          <ShortcutsDialog onClose={close} />
        </LazyPart>
      )}
    </>
  )
}
