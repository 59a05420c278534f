import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** What the page imports to have the program's text: `import { template } from '…'`. */
export const SCRIPT_MODULE = 'virtual:clean-up-script'

/**
 * The clean-up program as one text for `node` 20 and newer, without dependencies. It is not minified: people
 * read what they let delete.
 *
 * @returns {Promise<string>}
 */
export async function bundleScript() {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const output = await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: 'main.ts',
      write: false,
      target: 'node20',
      minify: false,
      // Half of the bytes; they are in the sources.
      rolldownOptions: { output: { comments: false } },
    },
  })
  const [first] = [output].flat()
  const chunk = first && 'output' in first ? first.output[0] : undefined
  if (!chunk || chunk.imports.some((name) => !name.startsWith('node:'))) {
    throw new Error('The clean-up script is not in one piece')
  }
  return chunk.code
}

/**
 * Makes `SCRIPT_MODULE` a module that exports the program's text.
 *
 * @returns {import('vite').Plugin}
 */
export function cleanUpScript() {
  const id = `\0${SCRIPT_MODULE}`
  return {
    name: 'clean-up-script',
    resolveId: (source) => (source === SCRIPT_MODULE ? id : undefined),
    async load(module) {
      if (module !== id) return undefined
      return `export const template = ${JSON.stringify(await bundleScript())}`
    },
  }
}
