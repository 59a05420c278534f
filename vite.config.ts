import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'
import { cleanUpScript } from './src/cleanup/script/bundleScript.mjs'

export default defineConfig({
  root: 'src',
  // Relative, so that the same files work below any path; index.html has the <base>.
  base: './',
  publicDir: '../public',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What the first page needs comes as one file, and what its rows read with as a second: left to itself the
      // bundler makes ten, a browser asks for six at a time, and the rows wait for the last.
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 1 },
            { name: 'reader', test: /queries\/readContent\.ts$/ },
          ],
        },
      },
    },
  },
  plugins: [react(), tailwindcss(), cleanUpScript(), compressAhead()],
})

/** Writes `FILE.gz` beside each asset, as small as gzip can: nginx only has to send it. */
function compressAhead(): Plugin {
  return {
    name: 'compress-ahead',
    apply: 'build',
    async writeBundle({ dir = '.' }) {
      const folder = join(dir, 'assets')
      for (const name of await readdir(folder)) {
        if (!/\.(?:js|css|svg)$/.test(name)) continue
        const bytes = await promisify(gzip)(await readFile(join(folder, name)), { level: 9 })
        await writeFile(join(folder, `${name}.gz`), bytes)
      }
    },
  }
}
