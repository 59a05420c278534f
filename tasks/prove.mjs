import { createServer } from 'vite'
import { goPart } from '../stack/parts.mjs'
import { PARTS_OF } from '../stack/registry.mjs'
import { PROJECT } from './built.mjs'
import { endWith } from './ending.mjs'
import { ensureTools } from './tools.mjs'
import { numberFrom } from './variables.mjs'

/**
 * `npm run prove`: deletes in randomly generated repositories on every kind of registry and checks whether all
 * promises hold. CASES (on each kind; default: 100) or MINUTES say how long, SEED which cases; KIND selects a single
 * registry, SUBJECT (`deletions`, `cut-lists`, `oddities`, `interruptions`) a single subject, CASE a single case.
 * Failures are shrunk and printed with the command that reproduces them. The last line has the counts.
 */

/** @typedef {import('../stack/registry.mjs').RegistryKind} RegistryKind */

/** @returns {Promise<RegistryKind[]>} those that can run here */
async function findKinds() {
  const all = /** @type {RegistryKind[]} */ (Object.keys(PARTS_OF))
  const asked = process.env['KIND']
  const meant = all.filter((kind) => asked === undefined || kind === asked)
  if (meant.length === 0) throw new Error(`KIND is none of ${all.join(', ')}`)
  /** @type {RegistryKind[]} */
  const kinds = []
  for (const kind of meant) {
    const parts = await Promise.all(PARTS_OF[kind].map(goPart))
    if (parts.includes(undefined)) console.log(`${kind} is left out: there is no Go here`)
    else kinds.push(kind)
  }
  return kinds
}

function findSubjects() {
  const all = /** @type {const} */ (['deletions', 'cut-lists', 'oddities', 'interruptions'])
  const asked = process.env['SUBJECT']
  const meant = all.filter((subject) => asked === undefined || subject === asked)
  if (meant.length === 0) throw new Error(`SUBJECT is none of ${all.join(', ')}`)
  return meant
}

try {
  const minutes = numberFrom('MINUTES')
  const cases = numberFrom('CASES') ?? (minutes === undefined ? 100 : undefined)
  const seed = numberFrom('SEED') ?? Math.floor(Math.random() * 1_000_000)
  console.log(`seed ${seed}`)
  await ensureTools(['docker-registry'])
  const kinds = await findKinds()
  // Vite loads the product's TypeScript, as for the page.
  const vite = await createServer({
    root: PROJECT,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  /** @type {typeof import('../test/model/prove.ts')} */
  const module = /** @type {never} */ (await vite.ssrLoadModule('/test/model/prove.ts'))
  const only = numberFrom('CASE')
  const options = {
    kinds,
    subjects: findSubjects(),
    seed,
    cases,
    minutes,
    only,
    print: console.log,
  }
  const { tried, failed } = await module.prove(options).finally(() => vite.close())
  console.log(
    `${tried} cases on ${kinds.length} kinds of registry, ${failed} failed (seed ${seed})`,
  )
  process.exitCode = failed === 0 ? 0 : 1
} catch (error) {
  endWith(error)
}
