import { type Locator, type Page, expect } from '@playwright/test'

/**
 * Lets the page's clock run until something is visible: what the page waits for is seconds there, and none here.
 * The clock is installed before.
 */
export async function runUntilVisible(page: Page, awaited: Locator): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(2000)
    await expect(awaited).toBeVisible({ timeout: 200 })
  }).toPass({ timeout: 30_000 })
}
