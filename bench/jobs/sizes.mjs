import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { limitLine } from '../report.mjs'

/** @typedef {import('../run.mjs').Bench} Bench */

/** What the first visit loads, compressed, and what is loaded on demand. @param {Bench} bench */
export async function sizes({ built }) {
  const page = await readFile(join(built, 'index.html'), 'utf8')
  const assets = join(built, 'assets')
  const files = (await readdir(assets)).filter((name) => /\.(?:js|css)$/.test(name))
  const kilobytes = new Map()
  for (const name of files) {
    kilobytes.set(name, gzipSync(await readFile(join(assets, name)), { level: 9 }).length / 1000)
  }
  const first = files.filter((name) => page.includes(`assets/${name}`))
  const sum = (/** @type {string} */ ending) =>
    first
      .filter((name) => name.endsWith(ending))
      .reduce((all, name) => all + kilobytes.get(name), 0)
  const lazy = files.filter((name) => !first.includes(name)).map((name) => kilobytes.get(name))
  return [
    limitLine('first load, JavaScript, gzip', { value: sum('.js'), most: 150, unit: 'kB' }),
    limitLine('first load, CSS, gzip', { value: sum('.css'), most: 12, unit: 'kB' }),
    limitLine('largest lazy part, gzip', { value: Math.max(0, ...lazy), most: 40, unit: 'kB' }),
  ]
}
