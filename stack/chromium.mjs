import { existsSync } from 'node:fs'

/**
 * The browser for tests, screenshots and benchmarks: CHROMIUM_PATH, or Debian's; `undefined` for Playwright's own.
 * Headless, a story takes a third less time.
 */
export const chromiumPath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
].find((path) => path !== undefined && existsSync(path))
