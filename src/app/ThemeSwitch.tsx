import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { type Theme, readTheme, storeTheme } from './theme.ts'

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
