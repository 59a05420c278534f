import { readFileSync, readdirSync } from 'node:fs'

const page = readFileSync('dist/index.html', 'utf8')
const assets = readdirSync('dist/assets').filter((name) => /\.(?:js|css)$/.test(name))
const isFirst = (name) => page.includes(`assets/${name}`)
/** The program that people save to run it themselves: it has to be complete, and is not minified. */
const isProgram = (name) => name.includes('clean-up-script')
const paths = (names) => names.map((name) => `dist/assets/${name}`)

/** What everybody loads first, and each part that comes when it is needed; as nginx sends it. */
export default [
  {
    name: 'First load, JavaScript',
    path: paths(assets.filter((name) => name.endsWith('.js') && isFirst(name))),
    limit: '135 kB',
  },
  { name: 'CSS', path: paths(assets.filter((name) => name.endsWith('.css'))), limit: '12 kB' },
  ...assets
    .filter((name) => name.endsWith('.js') && !isFirst(name))
    .map((name) => ({
      name: `Lazy part ${name}`,
      path: paths([name]),
      limit: isProgram(name) ? '68 kB' : '40 kB',
    })),
].map((check) => ({ ...check, gzip: true }))
