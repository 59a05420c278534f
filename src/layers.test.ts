import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each layer may not import; everything else of the house it may. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  registry: [
    'image',
    'deletion',
    'queries',
    'format',
    'routing',
    'ui',
    'parts',
    'pages',
    'app',
    'react',
    '@tanstack/react-query',
  ],
  image: ['deletion', 'queries', 'routing', 'ui', 'parts', 'pages', 'app', 'react'],
  deletion: ['queries', 'routing', 'ui', 'parts', 'pages', 'app', 'react'],
  queries: ['routing', 'ui', 'parts', 'pages', 'app', 'react-router'],
  format: ['image', 'deletion', 'queries', 'routing', 'ui', 'parts', 'pages', 'app', 'react'],
  routing: ['image', 'deletion', 'queries', 'ui', 'parts', 'pages', 'app'],
  ui: [
    'registry',
    'image',
    'deletion',
    'queries',
    'format',
    'routing',
    'parts',
    'pages',
    'app',
    'react-router',
    '@tanstack/react-query',
  ],
  parts: ['pages', 'app'],
  pages: ['app'],
}
const LAYERS = ['registry', 'image', 'deletion', 'queries', 'format', 'routing', 'ui', 'parts']
const PACKAGES = ['react', 'react-router', '@tanstack/react-query']

/** Files that break the rule, by the import that breaks it; and files that keep it. */
const planted = new Map<string, string>()
const allowed = new Map<string, string>()
const fetching = [...LAYERS, 'pages', 'app'].map((layer) => `src/${layer}/fetching.ts`)
let folder: string
let found: ReadonlyMap<string, readonly string[]>

function plant(layer: string, imported: string, files: Map<string, string>): void {
  const isPackage = PACKAGES.includes(imported)
  const name = imported.replaceAll(/\W/g, '-')
  // A page is a folder, with a folder for a view in it; files of the other layers may stand in one too.
  const places = layer === 'pages' ? ['one', 'one/view'] : ['.', 'inner']
  for (const place of places) {
    const up = '../'.repeat(place === '.' ? 1 : place.split('/').length + 1)
    const from = isPackage ? imported : `${up}${imported}/thing.ts`
    files.set(join('src', layer, place, `${name}.ts`), from)
  }
}

/** The files that break the rule, as the linter reports them, each with its rules. */
async function lint(): Promise<ReadonlyMap<string, readonly string[]>> {
  const output = await new Promise<string>((resolve, reject) => {
    const program = join(root, 'node_modules/.bin/oxlint')
    execFile(program, ['--format', 'json', 'src'], { cwd: folder }, (error, stdout) =>
      stdout === '' && error ? reject(error) : resolve(stdout),
    )
  })
  const report = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  const byFile = new Map<string, string[]>()
  for (const { filename, code } of report.diagnostics) {
    byFile.set(filename, [...(byFile.get(filename) ?? []), code])
  }
  return byFile
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeport-layers-'))
  for (const [layer, forbidden] of Object.entries(FORBIDDEN)) {
    for (const imported of forbidden) plant(layer, imported, planted)
    const rest = LAYERS.filter((other) => other !== layer && !forbidden.includes(other))
    for (const imported of rest) plant(layer, imported, allowed)
  }
  planted.set('src/pages/one/other-page.ts', '../two/TwoPage.tsx')
  planted.set('src/pages/one/view/other-page.ts', '../../two/TwoPage.tsx')
  allowed.set('src/pages/one/same-page.ts', './OnePage.tsx')
  allowed.set('src/pages/one/view/same-page.ts', '../other/thing.ts')
  allowed.set('src/registry/inner/same-layer.ts', '../errors.ts')
  for (const [path, from] of [...planted, ...allowed]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    const text = `import type { Thing } from '${from}'\n\nexport type Own = Thing\n`
    await writeFile(join(folder, path), text)
  }
  for (const path of [...fetching, 'src/registry/transport.ts']) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), "export const answer = await fetch('/v2/')\n")
  }
  await copyFile(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  found = await lint()
})

afterAll(async () => rm(folder, { recursive: true, force: true }))

test('every import against the direction of the layers is an error', () => {
  const missed = [...planted].filter(
    ([path]) => !found.get(path)?.some((code) => code.includes('no-restricted-imports')),
  )
  expect(missed).toEqual([])
  expect(planted.size).toBeGreaterThan(100)
})

test('nothing but the transport fetches', () => {
  const restricted = [...found].filter(([, codes]) =>
    codes.some((code) => code.includes('no-restricted-globals')),
  )
  expect(restricted.map(([path]) => path).toSorted()).toEqual([...fetching].toSorted())
  expect(fetching.length).toBe(LAYERS.length + 2)
})

test('imports along the direction are none', () => {
  const refused = [...allowed.keys()].filter((path) => found.has(path))
  expect(refused).toEqual([])
})
