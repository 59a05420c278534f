import { type Locator, type Page, expect } from '@playwright/test'

/**
 * Runs the page's clock until something is visible: what takes seconds there takes none here. The clock must be
 * installed before.
 */
export async function runUntilVisible(page: Page, awaited: Locator): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(2000)
    await expect(awaited).toBeVisible({ timeout: 200 })
  }).toPass({ timeout: 30_000, intervals: [20] })
}
