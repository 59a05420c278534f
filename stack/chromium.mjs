import { existsSync } from 'node:fs'

/**
 * Where the browser of tests, pictures and measurements is: CHROMIUM_PATH, or Debian's; `undefined` for
 * Playwright's own. Without the windows around its pages a story takes a third less time.
 */
export const chromiumPath = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
].find((path) => path !== undefined && existsSync(path))
