import type { Page } from '@playwright/test'
import { expect } from './watched.ts'

export const SCRIPT = '<script>globalThis.ran = 1</script><img src=x onerror="globalThis.ran = 1">'
export const BIDI = 'safe\u202egnp.exe\u2066\u0007\u001b[31m'
export const HOSTILE = `${SCRIPT}${BIDI}"'\`\${7*7}{{7*7}}`
export const LINKS = [
  'javascript:globalThis.ran=1',
  ' JaVaScRiPt:globalThis.ran=1',
  'data:text/html,<script>',
]

/** Nothing ran, no link runs anything, and no character that hides or reorders text is unescaped. */
export async function expectHarmless(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const raw =
      // oxlint-disable-next-line no-control-regex -- these are the characters to find
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]/
    // What is typed into a field is the user's own.
    const all = [...document.querySelectorAll(':not(input)')]
    const attributes = all.flatMap((element) =>
      [...element.attributes].map(({ name, value }) => `${element.tagName} ${name}=${value}`),
    )
    const texts = [document.title, document.body.innerText, ...attributes]
    const links = [...document.querySelectorAll('a')].map((link) => link.protocol)
    return {
      ran: 'ran' in globalThis,
      scripts: [...document.scripts].filter((script) => script.text !== '').length,
      images: document.images.length,
      protocols: [...new Set(links)].filter((protocol) => !/^https?:$/.test(protocol)),
      raw: texts.flatMap((text) => (raw.test(text) ? [JSON.stringify(text.slice(0, 400))] : [])),
    }
  })
  expect(found).toEqual({ ran: false, scripts: 0, images: 0, protocols: [], raw: [] })
}

/** The page works, whatever it shows: it has its heading, and no part of it failed. */
async function expectStanding(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(/^Loading|^Still loading|Something went wrong/)).toHaveCount(0)
}

export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expectStanding(page)
  await expectHarmless(page)
}

/** Opens an image, and its other views one after the other. */
export async function visitViews(
  page: Page,
  address: string,
  others = [/^Config/, /^Manifest/, /^Referrers/],
): Promise<void> {
  await visit(page, address)
  const views = page.getByRole('navigation', { name: 'Views' })
  for (const name of others) {
    await views.getByRole('link', { name }).click()
    await expectStanding(page)
    await expectHarmless(page)
  }
}
