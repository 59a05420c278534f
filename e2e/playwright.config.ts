import { defineConfig } from '@playwright/test'
import { chromiumPath } from '../stack/chromium.mjs'

/**
 * What is disabled in the browser. Chromium only reads the last such list, so it starts with Playwright's own. The
 * popups are pages of the browser's window, loaded for every story but never used.
 */
const OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
]

/**
 * Each worker runs its own registry behind its own nginx (see test.ts), so stories run in parallel. The browser
 * reaches them over plain http with names other than localhost, as in real use: there the secure-context features of
 * the browser are missing.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  fullyParallel: true,
  workers: Number(process.env['WORKERS'] ?? 2),
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  outputDir: '../test-results/e2e',
  use: {
    viewport: { width: 1280, height: 860 },
    locale: 'en',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    // Tracing every step takes a third of a run, so it is only enabled for debugging.
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
    launchOptions: {
      ...(chromiumPath && { executablePath: chromiumPath }),
      args: [
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--disable-background-networking',
        `--disable-features=${OFF.join(',')}`,
        '--host-resolver-rules=MAP *.test 127.0.0.1',
      ],
    },
  },
})
