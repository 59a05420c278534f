import { goPart } from '../../stack/parts.mjs'
import { test } from '../test.ts'
import { type Storm, drawStorm } from './draw.ts'
import { type Verdict, runStorm } from './run.ts'

// Randomly generated storms: see `npm run storm`. These run in every test. They include a page that is closed before
// anything is recorded while somebody pushes a selected tag, a second machine, a cut connection, tags moved to an image
// being deleted, and a long list.
const SEED = 2658
const RUNS = [1, 4, 6]

const { env } = process
const seed = Number(env['SEED'] ?? SEED)
const only = Number(env['RUN'] ?? 0)
const several = env['RUNS']
  ? Array.from({ length: Number(env['RUNS']) }, (_, index) => index + 1)
  : RUNS
const runs = only > 0 ? [only] : several

for (const run of runs) {
  test(`storm ${run} of seed ${seed}`, async ({ browser, startSite }, info) => {
    test.setTimeout(180_000)
    const storm = drawStorm(seed, run)
    const hasProgram = storm.kind === '2.8.2' || (await goPart(`distribution-${storm.kind}`))
    test.skip(!hasProgram, 'distribution 3.x is built with Go, and there is no Go here (needs go)')
    const site = await startSite({ registry: { kind: storm.kind } })
    const picture = info.outputPath('first-machine.png')
    const verdict = await runStorm(browser, storm, site, picture)
    const { wrong, races, struck } = verdict
    for (const race of races.values()) info.annotations.push({ type: 'race', description: race })
    for (const by of struck) info.annotations.push({ type: 'strike', description: by })
    if (wrong.length > 0) throw new Error(describe(storm, verdict, { run, picture }))
  })
}

/** A failed run in readable form, with the command that reproduces it. */
function describe(
  storm: Storm,
  { wrong, screens, journal }: Verdict,
  { run, picture }: { run: number; picture: string },
): string {
  return [
    `storm ${run} of seed ${seed} on ${storm.kind}:`,
    ...wrong.map((sentence) => `  ${sentence}`),
    `again: RUN=${run} SEED=${seed} npm run storm`,
    `picture: ${picture}`,
    `drawn: ${JSON.stringify(storm)}`,
    '',
    ...screens,
    '',
    journal,
  ].join('\n')
}
