import { readFileSync, readdirSync } from 'node:fs'

const ASSETS = 'dist/assets'

/** What index.html names is loaded first; every other script is a part that comes when it is needed. */
const page = readFileSync('dist/index.html', 'utf8')
const files = readdirSync(ASSETS).filter((file) => /\.(?:js|css)$/.test(file))
const isFirst = (/** @type {string} */ file) => page.includes(file)
const pathsOf = (/** @type {string[]} */ names) => names.map((name) => `${ASSETS}/${name}`)

const scripts = files.filter((file) => file.endsWith('.js'))
const parts = scripts.filter((file) => !isFirst(file))

export default [
  {
    name: 'first JavaScript',
    path: pathsOf(scripts.filter(isFirst)),
    gzip: true,
    limit: '150 kB',
  },
  {
    name: 'CSS',
    path: pathsOf(files.filter((file) => file.endsWith('.css'))),
    gzip: true,
    limit: '12 kB',
  },
  ...parts.map((file) => ({ name: file, path: `${ASSETS}/${file}`, gzip: true, limit: '40 kB' })),
]
