import type { Locator } from '@playwright/test'
import type { Machine } from '../machine.ts'
import type { Scene } from '../scene.ts'
import { type DeletedRow, readDeleted, readInterruption, readReport } from '../screen.ts'
import { judgeDeleted, judgeInterruption, judgeRestored } from './deleted.ts'
import { judgeLines } from './lines.ts'
import type { Race } from './races.ts'
import { type Facts, judgeReport } from './report.ts'
import { type Sight, look } from './sight.ts'
import { judgeTags } from './tags.ts'

/** Judges, step by step, the screens and the registry after the storm. */
export class Trial {
  /** What is wrong, as sentences. */
  readonly wrong: string[] = []
  /** Losses that docs/deletion.md says may happen. */
  readonly races = new Map<string, Race>()
  readonly screens: string[] = []
  readonly #scene: Scene

  constructor(scene: Scene) {
    this.#scene = scene
  }

  /** Judges what all machines say, where the tags point, and what is restored. */
  async judge(): Promise<void> {
    const machines = [...this.#scene.selections.keys()]
    for (const machine of machines) await this.#judgeEnd(machine)
    for (const machine of machines) await this.#judgeDeleted(machine)
    await this.#judgeTags(undefined)
    await this.#judgeUndo(machines.toReversed())
  }

  async keepScreen(machine: Machine, part: Locator = machine.page.locator('body')): Promise<void> {
    this.screens.push(`The ${machine.name} machine:\n${await part.innerText()}`)
  }

  /** Judges a report, at once and after a repeated check, or what is said about an interrupted deletion. */
  async #judgeEnd(machine: Machine): Promise<void> {
    if (machine.isReopened) return await this.#judgeInterruption(machine)
    await this.#judgeReport(machine)
    await machine.checkAgain()
    await this.#judgeReport(machine)
  }

  /** Opens the page Deleted, waits until nothing on it is open, and judges what it lists. */
  async #judgeDeleted(machine: Machine): Promise<void> {
    await machine.open('/deleted')
    const main = machine.page.getByRole('main')
    const isRead = main.getByText(
      /^(?:[\d,]+ entr(?:y|ies)|Nothing has been deleted using this browser)$/,
    )
    const open = main.getByText('interrupted', { exact: true })
    await machine.until('the record', () => isRead.isVisible())
    const again = main.getByRole('button', { name: 'Check again' })
    await machine.until('the end of what was interrupted', async () => {
      // It may be gone by the time of a click that waits for it.
      await again.evaluateAll((buttons) => buttons.forEach((one) => (one as HTMLElement).click()))
      return (await open.count()) === 0
    })
    await this.#judgeInterruption(machine)
    const rows = await readDeleted(machine.page)
    const digests = rows.flatMap(({ digest }) => digest ?? [])
    this.#blame(judgeDeleted(rows, await this.#gather(machine, digests)))
  }

  /** Restores everything that machines deleted, latest first, and judges the result. */
  async #judgeUndo(machines: readonly Machine[]): Promise<void> {
    const leftOut = new Set<string>()
    for (const machine of machines) {
      const rows = await restoreAll(machine)
      await this.keepScreen(machine)
      this.#blame(judgeRestored(rows, await this.#gather(machine)))
      for (const { tags, text } of rows) {
        if (text.includes('left out: ')) for (const tag of tags) leftOut.add(tag)
      }
    }
    await this.#judgeTags(leftOut)
  }

  async #judgeReport(machine: Machine): Promise<void> {
    const report = await readReport(machine.page)
    await this.keepScreen(machine, machine.dialog)
    const facts = await this.#gather(machine, [...report.manifests.keys()])
    const { races } = judgeTags(this.#scene, facts.sight, [...this.#scene.selections.values()])
    const asked = new Set([...this.#scene.selections.values()].flatMap((tags) => [...tags.keys()]))
    this.#blame([...judgeReport(report, facts), ...judgeLines(report, facts, { asked, races })])
  }

  async #judgeInterruption(machine: Machine): Promise<void> {
    const said = await readInterruption(machine.page)
    await this.keepScreen(machine)
    const attached = [...this.#scene.content.lists.keys()]
    this.#blame(judgeInterruption(said, await this.#gather(machine), attached))
  }

  async #judgeTags(leftOut: ReadonlySet<string> | undefined): Promise<void> {
    const sight = await this.#look()
    const selections = [...this.#scene.selections.values()]
    const { wrong, races } = judgeTags(this.#scene, sight, selections, leftOut)
    this.#blame(wrong)
    for (const [tag, race] of races) this.races.set(tag, race)
  }

  /** Adds what is wrong, without duplicates. */
  #blame(wrong: readonly string[]): void {
    this.wrong.push(...wrong.filter((one) => !this.wrong.includes(one)))
  }

  async #gather(machine: Machine, digests: readonly string[] = []): Promise<Facts> {
    const { history } = this.#scene
    const selected = this.#scene.selections.get(machine) ?? new Map<string, string>()
    return { who: machine.name, selected, history, sight: await this.#look(digests) }
  }

  #look(digests: readonly string[] = []): Promise<Sight> {
    const { content, history, direct } = this.#scene
    const tags = [...history.gifts().map(({ tag }) => tag), ...content.lists.keys()]
    return look(direct, tags, [...content.nodes.map(({ digest }) => digest), ...digests])
  }
}

/** Restores everything listed on the open page Deleted. */
async function restoreAll(machine: Machine): Promise<readonly DeletedRow[]> {
  const { page } = machine
  const rows = await readDeleted(page)
  if (rows.length === 0) return rows
  await page.getByRole('checkbox', { name: 'Select all shown' }).check()
  await page.getByRole('button', { name: /^Restore \d+$/ }).click()
  // Each row has one for its state, and a second one once it is being restored.
  const lines = page.getByRole('table', { name: 'Deleted' }).getByRole('status')
  const ended = lines.filter({ hasNotText: 'Restoring…' })
  await machine.until('what is restored', async () => (await ended.count()) === 2 * rows.length)
  return await readDeleted(page)
}
