/** `system` follows the browser's `prefers-color-scheme`. */
export type Theme = 'system' | 'light' | 'dark'

/** settings.js reads the same key before the first paint. */
const KEY = 'homeport-theme'

export function readTheme(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Shows the theme at once, and at the next visit. A browser that stores nothing forgets it. */
export function storeTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is off: the choice holds until the page is closed.
  }
}
