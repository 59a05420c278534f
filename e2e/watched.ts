import type { Page } from '@playwright/test'
import { expect, test as base } from './test.ts'

export { expect } from '@playwright/test'
export { pageOrigin } from './test.ts'

/**
 * The same `test`; at its end it fails where the page did what no page of Homeport may do: throw an
 * exception, complain in the console (a broken rule of the content security policy is told there), open a
 * dialog of the browser, or ask anything of another host than its own.
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
    // What a registry refuses is told there too, and is no fault of the page.
    const isAnswer = text.startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) seen.push(`console: ${text}`)
  })
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    // A redirect that is not followed is told as a request too; a followed one has an answer.
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
