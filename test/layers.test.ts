import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** From the wire to the page: each may import the ones before it. */
const ORDER = [
  'registry',
  'image',
  'deletion',
  'cleanup',
  'queries',
  'components',
  'features',
  'pages',
  'app',
] as const
const BESIDE = ['format', 'routing', 'ui'] as const
const LAYERS = [...ORDER, ...BESIDE]
/** The subfolders of a layer, in the same order. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  deletion: ['ability', 'plan', 'journal', 'run', 'restore', 'recover', 'retag'],
  cleanup: ['language', 'rules', 'script'],
}

/** What is above a layer, and what else it must not import. */
const ALSO_FORBIDDEN: Readonly<Record<(typeof LAYERS)[number], readonly string[]>> = {
  registry: [...BESIDE, 'react', '@tanstack/react-query'],
  image: ['routing', 'ui', 'react'],
  deletion: ['routing', 'ui', 'react'],
  cleanup: ['routing', 'ui', 'react'],
  queries: ['routing', 'ui', 'react-router'],
  components: [],
  features: [],
  pages: [],
  app: [],
  format: [...ORDER.slice(1), 'routing', 'ui', 'react'],
  routing: [...ORDER.slice(1), 'ui'],
  ui: [...ORDER, 'format', 'routing', 'react-router', '@tanstack/react-query'],
}
const PACKAGES = ['react', 'react-router', '@tanstack/react-query']

/** Files that break the rule, by the import that breaks it; and files that keep it. */
const planted = new Map<string, string>()
const allowed = new Map<string, string>()
const fetching = LAYERS.map((layer) => `src/${layer}/fetching.ts`)
let folder: string
let found: ReadonlyMap<string, readonly string[]>

function plant(layer: string, imported: string, files: Map<string, string>): void {
  const isPackage = PACKAGES.includes(imported)
  const name = imported.replaceAll(/\W/g, '-')
  // A page or feature is a folder, possibly with a folder per view; the other layers may have files directly in
  // them.
  const isSplit = layer === 'pages' || layer === 'features'
  const places = isSplit ? ['one', 'one/view'] : ['.', 'inner']
  for (const place of places) {
    const up = '../'.repeat(place === '.' ? 1 : place.split('/').length + 1)
    const from = isPackage ? imported : `${up}${imported}/thing.ts`
    files.set(join('src', layer, place, `${name}.ts`), from)
  }
}

/** The files that break the rules, as reported by the linter, with the rules they break. */
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
  for (const layer of LAYERS) {
    const above = ORDER.includes(layer as never)
      ? ORDER.slice(ORDER.indexOf(layer as never) + 1)
      : []
    const forbidden = [...above, ...ALSO_FORBIDDEN[layer], ...(layer === 'app' ? [] : ['../test'])]
    for (const imported of forbidden) plant(layer, imported, planted)
    const rest = LAYERS.filter((other) => other !== layer && !forbidden.includes(other))
    for (const imported of rest) plant(layer, imported, allowed)
  }
  for (const [layer, rooms] of Object.entries(ROOMS)) {
    for (const [index, room] of rooms.entries()) {
      for (const above of rooms.slice(index + 1)) {
        planted.set(`src/${layer}/${room}/${above}.ts`, `../${above}/thing.ts`)
      }
      for (const below of rooms.slice(0, index)) {
        allowed.set(`src/${layer}/${room}/${below}.ts`, `../${below}/thing.ts`)
      }
    }
  }
  for (const layer of ['pages', 'features']) {
    planted.set(`src/${layer}/one/another.ts`, '../two/thing.ts')
    planted.set(`src/${layer}/one/view/another.ts`, '../../two/thing.ts')
    allowed.set(`src/${layer}/one/same.ts`, './thing.ts')
    allowed.set(`src/${layer}/one/view/same.ts`, '../other/thing.ts')
  }
  for (const [path, from] of [...planted, ...allowed]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    const text = `import type { Thing } from '${from}'\n\nexport type Own = Thing\n`
    await writeFile(join(folder, path), text)
  }
  for (const path of [...fetching, 'src/registry/transport/transport.ts']) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), "export const answer = await fetch('/v2/')\n")
  }
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const text = `import type { Thing as Other } from './${other}.ts'\n\nexport type Thing = Other | 1\n`
    await mkdir(join(folder, 'src/format/circle'), { recursive: true })
    await writeFile(join(folder, `src/format/circle/${one}.ts`), text)
  }
  await copyFile(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  found = await lint()
})

afterAll(async () => rm(folder, { recursive: true, force: true }))

test('every import in the wrong direction is an error', () => {
  const missed = [...planted].filter(
    ([path]) => !found.get(path)?.some((code) => code.includes('no-restricted-imports')),
  )
  expect(missed).toEqual([])
  expect(planted.size).toBeGreaterThan(100)
})

test('only the transport uses fetch', () => {
  const restricted = [...found].filter(([, codes]) =>
    codes.some((code) => code.includes('no-restricted-globals')),
  )
  expect(restricted.map(([path]) => path).toSorted()).toEqual([...fetching].toSorted())
  expect(fetching.length).toBe(LAYERS.length)
})

test('imports in the right direction are allowed', () => {
  const refused = [...allowed.keys()].filter((path) => found.has(path))
  expect(refused).toEqual([])
})

test('circular imports are errors, even of types', () => {
  const circles = [...found].filter(([, codes]) => codes.some((code) => code.includes('no-cycle')))
  expect(circles.map(([path]) => path).toSorted()).toEqual([
    'src/format/circle/a.ts',
    'src/format/circle/b.ts',
  ])
})
