import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'

/** `system` follows the browser's `prefers-color-scheme`. */
type Theme = 'system' | 'light' | 'dark'

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const ICON = { system: Monitor, light: Sun, dark: Moon } as const
const WORDS: Readonly<Record<Theme, string>> = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
}

/** Light, dark, or as the system says; remembered in this browser. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme)
  const Icon = ICON[theme]
  const label = `Colours: ${WORDS[theme]}`
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => {
        storeTheme(NEXT[theme])
        setTheme(NEXT[theme])
      }}
      className="inline-flex size-8 items-center justify-center rounded-lg text-soft hover:bg-line-soft hover:text-text"
    >
      <Icon size={17} aria-hidden />
    </button>
  )
}

/** settings.js reads the same key before the first paint. */
const KEY = 'homeport-theme'

function readTheme(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Shows the theme at once, and at the next visit. A browser that stores nothing forgets it. */
function storeTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is off: the choice holds until the page is closed.
  }
}
