import { execFile } from 'node:child_process'
import type { Locator, Page } from '@playwright/test'
import { NO_RULES, RULE_CASES, type RuleCase } from '../test/rules/cases.ts'
import { MANIFEST_TYPES, type Place, ask, pushImage, tagManifest } from '../stack/content.mjs'
import { confirm, report } from './deleteDialog.ts'
import { pushCase } from './ruleCases.ts'
import type { Site } from './test.ts'
import { expect, test } from './watched.ts'

// High enough for every row: only rows near the screen are rendered.
test.use({ viewport: { width: 1280, height: 1400 } })

const DAY = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString()

const preview = (page: Page) => page.getByRole('table', { name: 'Preview' })
const clause = (page: Page, at: number) =>
  page.getByRole('listitem', { name: `Clause ${at}`, exact: true })
const bar = (page: Page) => page.getByRole('region', { name: 'Clean-up' })
const review = (page: Page) => bar(page).getByRole('button', { name: /^Review the deletion/ })
const sentence = (page: Page) => page.getByRole('region', { name: 'The rule in words' })
const cleanUp = (repository: string, search = '') =>
  `/repository/${repository}?view=cleanup${search && `&${search}`}`

/** The rule in the address. */
const ruleOf = (page: Page) => {
  const parameters = new URL(page.url()).searchParams
  for (const key of ['view', 'q']) parameters.delete(key)
  return parameters.toString()
}

/** The lines of the preview: `+` or `-` and the reason for each tag. */
async function linesOf(page: Page): Promise<Record<string, string>> {
  const rows = preview(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link') })
  const lines = await rows.evaluateAll((all) =>
    all.map((row) => {
      const [tag, verdict, why] = [...row.querySelectorAll('td')].map((cell) => cell.textContent)
      return [tag ?? '', `${verdict === 'delete' ? '+' : '-'} ${why}`] as const
    }),
  )
  return Object.fromEntries(lines)
}

/** Waits until everything that the rule needs has been read. */
async function expectRead(page: Page): Promise<void> {
  await expect(preview(page)).toBeVisible()
  await expect(page.getByText(/^\d+ of \d+ read/)).toBeHidden()
  await expect(preview(page).getByText('not loaded yet')).toHaveCount(0)
}

const pushAged = (place: Place, tag: string, days: number) =>
  pushImage({ ...place, tag, config: { created: daysAgo(days) } })

/** A typical repository: pull requests, releases, builds, latest. */
async function fill(place: Place): Promise<void> {
  for (const [tag, days] of [
    ['pr-1', 40],
    ['pr-2', 20],
    ['pr-3', 3],
    ['1.0.0', 300],
    ['1.0.1', 200],
    ['1.1.0', 100],
    ['ci-main-1', 9],
    ['ci-main-2', 8],
    ['ci-dev-1', 7],
  ] as const) {
    await pushAged(place, tag, days)
  }
  await tagManifest({ ...place, reference: '1.1.0', tag: 'latest' })
}

const exists = async (place: Place, reference: string) =>
  (await ask(place, 'HEAD', `manifests/${reference}`, { headers: { accept: MANIFEST_TYPES } }))
    .status === 200

async function carryOutRule(page: Page): Promise<void> {
  await review(page).click()
  const dialog = page.getByRole('dialog')
  await expect(confirm(dialog)).toBeEnabled()
  await confirm(dialog).click()
  await expect(report(dialog)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

test('a preset becomes a rule; form, address and sentence say the same', async ({
  page,
  repository,
  place,
}) => {
  await fill(place)
  await page.goto(`/repository/${repository}`)
  await page.getByRole('link', { name: 'Clean up' }).click()
  await expect(page).toHaveURL(/view=cleanup$/)
  await page.getByRole('button', { name: /^Pull-request images older than 2 weeks/ }).click()
  await expect(clause(page, 1)).toContainText('matches 3 of 10: pr-1, pr-2, pr-3')
  await expect(clause(page, 1)).toContainText('2 to delete, 1 kept: not old enough')
  await expect(bar(page)).toContainText('8 kept: no matching clause (7), not old enough (1)')
  await expect(sentence(page)).toContainText(
    'Of the tags mr-*, pr-* or pull-*: delete those older than 14 days. Everything else is kept.',
  )
  await expect.poll(() => ruleOf(page)).toBe('tags=mr-*+pr-*+pull-*&older=2w')

  await clause(page, 1).getByRole('textbox', { name: 'Tags of clause 1' }).fill('pr-*')
  await clause(page, 1).getByRole('textbox', { name: 'Age in clause 1' }).fill('30')
  await clause(page, 1).getByRole('combobox', { name: /^Unit/ }).selectOption('days')
  await expect(clause(page, 1)).toContainText('1 to delete, 2 kept')
  await expect.poll(() => ruleOf(page)).toBe('tags=pr-*&older=30d')

  // A second clause, filled in by hand, and what is never deleted.
  await page.getByRole('button', { name: 'Add a clause' }).click()
  const second = clause(page, 2)
  await expect(second.getByRole('textbox', { name: 'Tags of clause 2' })).toBeFocused()
  await second.getByRole('button', { name: 'What “Tags of clause 2” accepts' }).click()
  const help = page.getByRole('dialog', { name: /^What “Tags of clause 2”/ })
  await help.getByRole('checkbox', { name: 'releases (.release)' }).check()
  await page.keyboard.press('Escape')
  // A kind of name is a chip; typed it becomes one, and Backspace takes it out.
  const releases = page.getByRole('button', { name: 'Remove releases from “Tags of clause 2”' })
  const tagsOfSecond = second.getByRole('textbox', { name: 'Tags of clause 2' })
  await expect(releases).toBeVisible()
  await tagsOfSecond.press('Backspace')
  await expect(releases).toBeHidden()
  await tagsOfSecond.pressSequentially('.release')
  await expect(releases).toBeVisible()
  await expect(tagsOfSecond).toHaveValue('')
  await second.getByRole('checkbox', { name: 'Keep some of clause 2' }).check()
  await second.getByRole('textbox', { name: 'How many clause 2 keeps' }).fill('1')
  await second
    .getByRole('combobox', { name: 'What clause 2 keeps' })
    .selectOption('highest versions')
  await second
    .getByRole('combobox', { name: 'Groups of clause 2' })
    .selectOption('of each minor version')
  await page.getByRole('textbox', { name: 'Tags to protect' }).fill('stable, latest')
  await page.getByRole('textbox', { name: 'Maximum number of tags to delete' }).fill('50')
  await expect(sentence(page)).toContainText(
    'Never delete latest or stable. Stop if more than 50 tags would be deleted. Of the tags pr-*: delete ' +
      'those older than 30 days. Of the releases: keep the highest version of each minor, delete ' +
      'the rest. Everything else is kept.',
  )
  const rule =
    'keep=latest+stable&max=50&tags=pr-*&older=30d&tags=.release&newest=1&by=version&per=minor'
  await expect.poll(() => ruleOf(page)).toBe(rule)
  await expectRead(page)
  const lines = await linesOf(page)
  expect(lines).toMatchObject({
    'pr-1': expect.stringMatching(/^\+ created .*, older than 30 days$/),
    '1.0.0': '+ 2nd highest of group 1.0',
    '1.1.0': '- highest of group 1.1',
    'ci-dev-1': '- no matching clause',
    latest: '- kept by latest',
  })
  await expect(bar(page)).toContainText('2 tags would be deleted')

  // A reload and a link show the same.
  await page.reload()
  await expectRead(page)
  await expect.poll(() => linesOf(page)).toEqual(lines)
  expect(ruleOf(page)).toBe(rule)

  // The order of clauses is part of the rule.
  await clause(page, 2).getByRole('button', { name: 'Move clause 2 up' }).click()
  await expect(page.getByRole('button', { name: 'Move clause 1 up' })).toBeFocused()
  await expect(
    clause(page, 1).getByRole('button', { name: 'Remove releases from “Tags of clause 1”' }),
  ).toBeVisible()
  await expect
    .poll(() => ruleOf(page))
    .toBe(
      'keep=latest+stable&max=50&tags=.release&newest=1&by=version&per=minor&tags=pr-*&older=30d',
    )
  await clause(page, 1).getByRole('button', { name: 'Remove clause 1' }).click()
  await expect.poll(() => ruleOf(page)).toBe('keep=latest+stable&max=50&tags=pr-*&older=30d')

  // The other tab and back: the rule is still there.
  await page.getByRole('link', { name: 'Tags', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Tags' })).toBeVisible()
  await page.getByRole('link', { name: 'Clean up' }).click()
  await expect(clause(page, 1).getByRole('textbox', { name: 'Tags of clause 1' })).toHaveValue(
    'pr-*',
  )
})

test('a group of a clause is shown on its own, in the deciding order', async ({
  page,
  repository,
  place,
}) => {
  await fill(place)
  await page.goto(cleanUp(repository, 'keep=latest&tags=ci-*&newest=1&per=prefix'))
  await expect(bar(page)).toContainText('1 tag would be deleted')
  const groups = page.getByRole('list', { name: 'Groups of clause 1' })
  await groups.getByRole('button', { name: /^ci-main/ }).click()
  await expect
    .poll(() => linesOf(page))
    .toEqual({
      'ci-main-2': '- newest of group ci-main',
      'ci-main-1': '+ 2nd newest of group ci-main',
    })
  await page.getByRole('button', { name: /^Only group ci-main/ }).click()
  await expect.poll(async () => Object.keys(await linesOf(page)).length).toBe(10)
  // Those to be deleted come first.
  await expect(preview(page).getByRole('row').nth(1)).toContainText('ci-main-1')

  // A reason shows the tags that are kept for it.
  await bar(page).getByRole('button', { name: 'protected' }).click()
  await expect.poll(() => linesOf(page)).toEqual({ latest: '- kept by latest' })
  await page.getByRole('button', { name: /^Only kept: protected/ }).click()
  await expect.poll(async () => Object.keys(await linesOf(page)).length).toBe(10)

  // Of an image whose other tags are kept only the tag goes, where the list of tags has shown that.
  await page.getByRole('link', { name: 'Tags', exact: true }).click()
  await expect(page.getByText('also tagged latest')).toBeVisible()
  await page.getByRole('link', { name: 'Clean up' }).click()
  await page.getByRole('checkbox', { name: 'Keep some of clause 1' }).uncheck()
  await page.getByRole('textbox', { name: 'Tags of clause 1' }).fill('1.1.*')
  await expect
    .poll(() => linesOf(page))
    .toMatchObject({ '1.1.0': '+ matches 1.1.* · also tagged latest' })
})

test('an invalid address shows what is wrong, and selects nothing', async ({
  page,
  repository,
  place,
}) => {
  await fill(place)
  for (const search of [...NO_RULES, 'tags=[a&older=14&newest=0', 'max=0&keep=.x&tags=a']) {
    await page.goto(cleanUp(repository, search))
    await expect(page.getByText(/nothing is selected/)).toBeVisible()
    await expect(preview(page)).toBeHidden()
    await expect(bar(page)).toBeHidden()
  }
  await page.goto(cleanUp(repository, 'tags=pr-*&oldr=30d'))
  await expect(clause(page, 1).getByRole('alert')).toContainText('oldr')
  await page.getByRole('button', { name: 'Remove unknown parts' }).click()
  await expect.poll(() => ruleOf(page)).toBe('tags=pr-*')
  await expect(bar(page)).toContainText('3 tags would be deleted')
})

test('images in use are kept, pasted or from a file; an invalid list stops everything', async ({
  page,
  repository,
  place,
}) => {
  await fill(place)
  await page.goto(cleanUp(repository, 'tags=pr-*'))
  await expect(bar(page)).toContainText('3 tags would be deleted')
  await pasteWhatRuns(page, `registry:5000/${repository}:pr-2\nnginx:1.27\n`)
  const runs = page.getByRole('region', { name: 'Images in use' })
  await expect(runs).toContainText('2 images, 1 of this repository')
  await expect(bar(page)).toContainText('2 tags would be deleted')
  await expect
    .poll(() => linesOf(page))
    .toMatchObject({ 'pr-1': '+ matches pr-*', 'pr-2': '- protected' })
  expect(page.url()).not.toContain('nginx')

  await page.getByRole('textbox', { name: 'Images in use' }).fill('the cluster is fine')
  await expect(runs.getByRole('alert')).toContainText('contains no image')
  await expect(runs.getByRole('alert')).toContainText(/nothing is deleted/i)
  await expect(page.getByText(/^The list of images in use .* nothing is deleted/)).toBeVisible()
  await expect(review(page)).toBeDisabled()

  // An empty file, then one with a digest: everything that the rule matches has to be checked.
  const choose = runs.getByLabel('Choose a file…')
  await choose.setInputFiles({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.from('') })
  await expect(runs.getByRole('alert')).toBeVisible()
  await expect(review(page)).toBeDisabled()
  const answer = await ask(place, 'HEAD', 'manifests/pr-1', { headers: { accept: MANIFEST_TYPES } })
  const digest = answer.headers.get('docker-content-digest') ?? ''
  const buffer = Buffer.from(`imageID: elsewhere/app@${digest}\n`)
  await choose.setInputFiles({ name: 'pods.yaml', mimeType: 'text/yaml', buffer })
  await expect(runs).toContainText('pods.yaml: 1 image, 0 of this repository')
  await expect(bar(page)).toContainText('2 tags would be deleted')
  await expect
    .poll(() => linesOf(page))
    .toMatchObject({
      'pr-1': `- protected: ${digest.slice(0, 19)}`,
      'pr-2': '+ matches pr-*',
    })
  await runs.getByRole('button', { name: 'Remove' }).click()
  await expect(bar(page)).toContainText('3 tags would be deleted')
})

test('above the limit nothing is deleted, and the list shows what would be', async ({
  page,
  repository,
  place,
}) => {
  await fill(place)
  await page.goto(cleanUp(repository, 'max=2&tags=pr-*'))
  await expect(page.getByText(/^3 tags would be deleted.* limit of 2/)).toBeVisible()
  await expect(review(page)).toBeDisabled()
  await expect.poll(() => linesOf(page)).toMatchObject({ 'pr-1': '+ matches pr-*' })
  await page.getByRole('textbox', { name: 'Maximum number of tags to delete' }).fill('3')
  await expect(review(page)).toBeEnabled()
})

test('a link only previews, also when read-only', async ({
  page,
  faults,
  startSite,
  repository,
  place,
}) => {
  await fill(place)
  faults.forget()
  await page.goto(cleanUp(repository, 'tags=pr-*&older=2w&go=1'))
  await expect(page.getByText(/nothing is selected/)).toBeVisible()
  await page.goto(cleanUp(repository, 'tags=pr-*&older=2w'))
  await expect(review(page)).toBeEnabled()
  await review(page).click()
  const dialog = page.getByRole('dialog')
  await expect(confirm(dialog)).toHaveText('Delete 2 tags')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  for (const tag of ['pr-1', 'pr-2', 'pr-3']) expect(await exists(place, tag)).toBe(true)
  // The dialog probes deletion with names that don't exist; nothing else is written.
  const writes = faults.log().filter(({ method }) => !['GET', 'HEAD'].includes(method))
  expect(writes.filter(({ url }) => url.includes('pr-'))).toEqual([])

  const site = await startSite({ environment: { ENV_MODE_BROWSE_ONLY: 'true' } })
  await fill({ origin: site.registry.origin, repository: 'a/b' })
  await page.goto(`${site.origin}${cleanUp('a/b', 'tags=pr-*&older=2w')}`)
  await expect(bar(page)).toContainText('ENV_MODE_BROWSE_ONLY=false')
  await expect(review(page)).toBeDisabled()
  await expectRead(page)
  await expect
    .poll(() => linesOf(page))
    .toMatchObject({ 'pr-3': expect.stringMatching(/^- created/) })
})

test('only dates that the rule needs are read, with a count, stop and continue', async ({
  page,
  faults,
  repository,
  place,
}) => {
  await fill(place)
  faults.forget()
  const asked = () =>
    new Set(faults.log().flatMap(({ url }) => /\/manifests\/([^:?]+)$/.exec(url)?.[1] ?? []))
  // Versions and names need nothing but the list.
  await page.goto(
    cleanUp(repository, 'tags=.release&newest=1&by=version&tags=pr-*&newest=1&by=name'),
  )
  await expect(bar(page)).toContainText('4 tags would be deleted')
  expect(asked()).toEqual(new Set())

  const hold = faults.hold({ path: '/manifests/pr-2$' })
  await page.goto(cleanUp(repository, 'tags=pr-*&older=2w'))
  await expect(page.getByText('2 of 3 read')).toBeVisible()
  await expect(review(page)).toBeDisabled()
  await expect
    .poll(() => linesOf(page))
    .toMatchObject({
      'pr-1': expect.stringMatching(/^\+ created/),
      'pr-2': '- not loaded yet',
    })
  await page.getByRole('button', { name: 'Stop' }).click()
  hold.release()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expectRead(page)
  await expect(bar(page)).toContainText('2 tags would be deleted')
  expect(asked()).toEqual(new Set(['pr-1', 'pr-2', 'pr-3']))
})

test('a tag moved after the preview is kept', async ({ page, repository, place }) => {
  await pushAged(place, 'pr-1', 40)
  await pushAged(place, 'pr-2', 40)
  await pushAged(place, 'main', 1)
  await page.goto(cleanUp(repository, 'tags=pr-*&older=14d'))
  await expectRead(page)
  await pushAged(place, 'pr-1', 0)
  await review(page).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/moved to another image after .*: pr-1\./)).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete 1 tag', exact: true }).click()
  await expect(report(dialog, 1)).toBeVisible()
  expect(await exists(place, 'pr-1')).toBe(true)
  expect(await exists(place, 'pr-2')).toBe(false)
})

test('an unreadable tag is shown, kept, and can be retried', async ({
  page,
  faults,
  repository,
  place,
}) => {
  await fill(place)
  faults.rules([{ path: '/manifests/pr-2$', fault: 'status', status: 500 }])
  await page.goto(cleanUp(repository, 'tags=pr-*&older=2w'))
  const trouble = page.getByRole('alert').filter({ hasText: 'where pr-2 points' })
  await expect(trouble).toContainText('never whole images')
  await expect
    .poll(() => linesOf(page))
    .toMatchObject({
      'pr-2': '- unknown: couldn’t check where it points',
    })
  faults.rules([])
  await trouble.getByRole('button', { name: 'Check again' }).click()
  await expect(trouble).toBeHidden()
  await expect(bar(page)).toContainText('2 tags would be deleted')
})

test('what is always protected is in its field, and the result beside the form with nothing over it', async ({
  page,
  repository,
  place,
}) => {
  await fill(place)
  await page.goto(cleanUp(repository, 'tags=*&older=1d'))
  const always = page.getByText('latest: always protected')
  await expect(always).toBeVisible()
  await expect(bar(page)).toContainText('9 tags would be deleted')
  await expect(bar(page)).toContainText('1 kept: protected')
  const boxOf = async (locator: Locator) => (await locator.boundingBox())!
  const form = page.getByRole('form', { name: 'Rule' })
  for (const [width, isBeside] of [
    [1280, true],
    [375, false],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await expect
      .poll(async () => (await boxOf(bar(page))).y < (await boxOf(form)).y + 10)
      .toBe(isBeside)
    const [left, result, table] = [
      await boxOf(form),
      await boxOf(bar(page)),
      await boxOf(preview(page)),
    ]
    expect(result.x >= left.x + left.width || result.y >= left.y + left.height).toBe(true)
    expect(result.y + result.height).toBeLessThan(table.y)
  }
  // Named exactly, it is protected no more.
  await clause(page, 1).getByRole('textbox', { name: 'Tags of clause 1' }).fill('latest')
  await expect(always).toBeHidden()
  await expect(bar(page)).toContainText('1 tag would be deleted')
})

test('the script is downloaded, and its dry run says the same line by line', async ({
  page,
  nginx,
  faults,
  repository,
  place,
}, info) => {
  await fill(place)
  // A tag that 2.x can only delete by a copy: the page does, the script does not.
  await tagManifest({ ...place, reference: 'pr-2', tag: 'stable' })
  await page.goto(
    cleanUp(repository, 'keep=latest&tags=pr-*&older=2w&tags=ci-*&newest=1&per=prefix'),
  )
  await expectRead(page)
  await page.getByText('Run it regularly, as a script').click()
  await page
    .getByRole('textbox', { name: 'URL of the registry, or of Homeport' })
    .fill(`http://127.0.0.1:${nginx.port}`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /^Download clean-up-/ }).click()
  const file = info.outputPath('clean-up.mjs')
  await (await download).saveAs(file)
  await expect(page.getByText('0 4 * * * node /opt/clean-up-')).toBeVisible()
  await expect(page.getByText('it deletes nothing')).toBeVisible()

  const counts = '2 tags would be deleted, 1 skipped.'
  const plan = page.getByRole('status', { name: 'On this registry' })
  await expect(plan).toContainText(counts)
  await expect(plan.getByRole('listitem')).toHaveText(
    'pr-2: its image is kept: stable is on the same image',
  )
  await expect(bar(page)).toContainText('3 tags would be deleted')
  const methods = () => new Set(faults.log().map(({ method }) => method))
  expect([...methods()].filter((method) => !['GET', 'HEAD'].includes(method))).toEqual([])

  faults.forget()
  const output = await runNode(file)
  expect([...methods()].toSorted()).toEqual(['GET', 'HEAD'])
  const lines = output.split('\n').map((line) => line.split('\t'))
  const said = lines.flatMap(([state = '', tag = '', why = '']) =>
    ['delete', 'keep', 'skip'].includes(state)
      ? [[tag, `${state === 'keep' ? '-' : '+'} ${why.split('; its image')[0]}`]]
      : [],
  )
  expect(Object.fromEntries(said)).toEqual(await linesOf(page))
  expect(output).toContain(`Dry run: ${counts}`)
  for (const tag of ['pr-1', 'pr-2', 'ci-main-1']) expect(await exists(place, tag)).toBe(true)
})

/** A program's output. Rejects if it fails. */
function runNode(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [file], (error, stdout, stderr) =>
      error ? reject(new Error(`${stderr}${stdout}`, { cause: error })) : resolve(stdout),
    )
  })
}

/** A case of the rule language in the preview, and how to judge it afterwards. */
async function previewCase(
  page: Page,
  { registry, faults, origin = '' }: Pick<Site, 'registry' | 'faults'> & { origin?: string },
  repository: string,
  one: RuleCase,
) {
  const name = `${repository}/case-${one.number}`
  const pushed = await pushCase(registry.origin, name, one, Date.now() - 60_000)
  faults.rules(
    one.failing
      ? [{ path: `/${name}/manifests/${one.failing}$`, fault: 'status', status: 500 }]
      : [],
  )
  await page.goto(`${origin}${cleanUp(name, one.search)}`)
  if (pushed.pins) await pasteWhatRuns(page, pushed.pins)
  await expectRead(page)
  await expect
    .poll(() => linesOf(page), `case ${one.number}: ${one.title}`)
    .toEqual(pushed.expected)
  return { ...pushed, place: { origin: registry.origin, repository: name } }
}

const casesOf = (numbers: readonly number[]) =>
  RULE_CASES.filter(({ number }) => numbers.includes(number))

// Every case is also a test of the evaluation alone, and of the program. Here: one of each kind of reason.
test('the preview gives each tag the verdict and reason of the rule', async ({
  page,
  registry,
  faults,
  repository,
}) => {
  for (const one of casesOf([6, 8, 14, 18, 22, 25])) {
    await previewCase(page, { registry, faults }, repository, one)
    const going = Object.values(one.expected).filter((text) => text.startsWith('+')).length
    const isDisabled = one.refused === true || going === 0
    await expect(review(page), `case ${one.number}`).toBeEnabled({ enabled: !isDisabled })
  }
})

async function pasteWhatRuns(page: Page, text: string): Promise<void> {
  const runs = page.getByRole('region', { name: 'Images in use' })
  await runs.getByRole('button', { name: 'Paste a list…' }).click()
  await page.getByRole('textbox', { name: 'Images in use' }).fill(text)
}

/** Carries out cases, and checks in the registry what is left. */
async function expectOutcomes(
  page: Page,
  site: Parameters<typeof previewCase>[1],
  repository: string,
  numbers: readonly number[],
): Promise<void> {
  for (const one of casesOf(numbers)) {
    const { place, expected, digests } = await previewCase(page, site, repository, one)
    await carryOutRule(page)
    site.faults.rules([])
    for (const [tag, text] of Object.entries(expected)) {
      expect.soft(await exists(place, tag), `case ${one.number}: ${tag}`).toBe(text.startsWith('-'))
    }
    for (const [images, isThere] of [
      [one.gone ?? [], false],
      [one.left ?? [], true],
    ] as const) {
      for (const image of images) {
        const digest = digests.get(image) ?? ''
        expect.soft(await exists(place, digest), `case ${one.number}: image ${image}`).toBe(isThere)
      }
    }
  }
}

test('exactly what the preview says is deleted', async ({ page, registry, faults, repository }) => {
  await expectOutcomes(page, { registry, faults }, repository, [2, 15, 20, 23])
})

test('the same on distribution 3.1.2', async ({ page, startSite, repository }) => {
  const site = await startSite({ registry: { kind: '3.1.2' } })
  await expectOutcomes(page, site, repository, [16, 17])
})
