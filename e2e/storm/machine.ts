import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { askToDelete, confirm } from '../deleteDialog.ts'
import type { Reopened } from './draw.ts'
import { agentOf } from './history.ts'

/** In milliseconds: the limit for everything, after how long without requests a page counts as quiet, … */
const PATIENCE = 45_000
const QUIET = 60
/** … by how much a quiet page's clock is advanced, and how often it is checked. */
const STEP = 1000
const LOOK_EVERY = 10

/**
 * A separate browser with its own storage. While its page is quiet its clock is advanced: after a lost response it
 * waits until tags are unchanged for ten seconds, which would take most of a run.
 */
export class Machine {
  readonly name: string
  readonly context: BrowserContext
  /** Uncaught exceptions of pages. */
  readonly exceptions: string[] = []
  readonly #repository: string
  readonly #busy = new Set<unknown>()
  #page: Page | undefined
  #isReopened = false
  /** When a request last started or ended. */
  #changed = 0

  private constructor(name: string, context: BrowserContext, repository: string) {
    this.name = name
    this.context = context
    this.#repository = repository
    const note = (change: () => unknown) => {
      change()
      this.#changed = performance.now()
    }
    context.on('weberror', (error) => this.exceptions.push(String(error.error().stack)))
    context.on('request', (request) => note(() => this.#busy.add(request)))
    context.on('requestfinished', (request) => note(() => this.#busy.delete(request)))
    context.on('requestfailed', (request) => note(() => this.#busy.delete(request)))
  }

  static async start(
    browser: Browser,
    { name, origin, repository }: { name: string; origin: string; repository: string },
  ): Promise<Machine> {
    const context = await browser.newContext({ baseURL: origin, userAgent: agentOf(name) })
    // What isn't there in time is reported with the rest of the run.
    context.setDefaultTimeout(PATIENCE)
    await context.clock.install()
    return new Machine(name, context, repository)
  }

  /** @throws Error if none is open */
  get page(): Page {
    if (!this.#page) throw new Error(`The ${this.name} machine has no page open`)
    return this.#page
  }

  get hasPage(): boolean {
    return this.#page !== undefined
  }

  /** Whether its page was closed in the middle: then there is no report. */
  get isReopened(): boolean {
    return this.#isReopened
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  async open(address: string): Promise<void> {
    this.#page ??= await this.context.newPage()
    await this.#page.goto(address)
  }

  async close(): Promise<void> {
    const page = this.#page
    this.#isReopened = true
    this.#page = undefined
    await page?.close({ runBeforeUnload: false })
    this.#busy.clear()
  }

  async reopen(what: Reopened): Promise<void> {
    const repository = `/repository/${this.#repository}`
    await this.open({ repositories: '/', repository, deleted: '/deleted' }[what])
  }

  /** Selects tags and waits for the plan of their deletion. */
  async plan(tags: readonly string[]): Promise<void> {
    const filter = `/^(?:${tags.map((tag) => tag.replaceAll('.', '\\.')).join('|')})$/`
    await this.open(`/repository/${this.#repository}?q=${encodeURIComponent(filter)}`)
    // An expression from a link waits for that.
    await this.page.getByRole('textbox', { name: /^Filter tags/ }).press('Enter')
    await this.page.getByRole('checkbox', { name: 'Select all shown tags' }).check()
    const dialog = await askToDelete(this.page)
    await this.until('a plan', async () => (await confirm(dialog).isEnabled()) && this.#isQuiet())
  }

  async confirm(): Promise<void> {
    await confirm(this.dialog).click()
  }

  /** Whether there is a report or, if the page was closed in the middle, a notice about what happened. */
  async isDone(): Promise<boolean> {
    if (!this.#page) return false
    const end = this.#isReopened
      ? this.page.getByText(/was interrupted(?::| before)/).first()
      : this.dialog.getByRole('button', { name: 'Close', exact: true })
    return await end.isVisible()
  }

  /** @throws Error if it doesn't happen */
  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error(`The ${this.name} machine waits for ${what}`)
      if (this.#page && this.#isQuiet()) {
        await this.context.clock.runFor(STEP)
        this.#changed = performance.now()
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
    }
  }

  /** Makes the report check the registry again. */
  async checkAgain(): Promise<void> {
    const button = this.dialog.getByRole('button', { name: 'Check again' })
    await button.click()
    await this.until('a new report', async () => this.#isQuiet() && (await button.isVisible()))
  }

  #isQuiet(): boolean {
    return this.#busy.size === 0 && performance.now() - this.#changed >= QUIET
  }
}
