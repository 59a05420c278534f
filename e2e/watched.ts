import type { Page } from '@playwright/test'
import { expect, test as base } from './test.ts'

export { expect } from '@playwright/test'
export { pageOrigin } from './test.ts'

/**
 * The same `test`; at its end it fails if the page did what no page of Homeport may do: throw an exception, complain
 * in the console (including CSP violations), open a browser dialog, or send requests to another host.
 */
export const test = base.extend<{ misdeeds: readonly string[] }>({
  misdeeds: [
    async ({ page }, provide) => {
      const seen = watchPage(page)
      await provide(seen)
      expect(seen).toEqual([])
    },
    { auto: true },
  ],
})

function watchPage(page: Page): readonly string[] {
  const seen: string[] = []
  page.on('pageerror', (error) => seen.push(`exception: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    // What a registry refuses is reported there as well, and isn't the page's fault.
    const isAnswer = text.startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) seen.push(`console: ${text}`)
  })
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    // A redirect that isn't followed is reported as a request as well; a followed one has a response.
    if (isForeign(request.url()) && !request.redirectedFrom()) seen.push(`asks ${request.url()}`)
  })
  page.on('response', (response) => {
    if (isForeign(response.url())) seen.push(`answer of ${response.url()}`)
  })
  return seen
}

function isForeign(url: string): boolean {
  const { hostname, protocol } = new URL(url)
  return /^https?:$/.test(protocol) && hostname !== 'homeport.test'
}
