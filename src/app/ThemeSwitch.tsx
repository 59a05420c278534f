import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'

/** `system` follows the browser's `prefers-color-scheme`. A press leads to the `next`. */
const THEMES = {
  system: { next: 'light', Icon: Monitor, words: 'as the system' },
  light: { next: 'dark', Icon: Sun, words: 'light' },
  dark: { next: 'system', Icon: Moon, words: 'dark' },
} as const

/** Light, dark, or as the system says; remembered in this browser. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme)
  const { next, Icon, words } = THEMES[theme]
  const label = `Colours: ${words}`
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => {
        storeTheme(next)
        setTheme(next)
      }}
      className="inline-flex size-8 items-center justify-center rounded-lg text-soft hover:bg-line-soft hover:text-text"
    >
      <Icon size={17} aria-hidden />
    </button>
  )
}

/** settings.js reads the same key before the first paint. */
const KEY = 'homeport-theme'

function readTheme(): keyof typeof THEMES {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Shows the theme at once, and at the next visit. A browser that stores nothing forgets it. */
function storeTheme(theme: keyof typeof THEMES): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is off: the choice holds until the page is closed.
  }
}
