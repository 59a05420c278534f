import { join } from 'node:path'
import { ensurePackages, PROJECT } from './built.mjs'
import { endWith, runUntilAsked } from './ending.mjs'
import { startLocal, wantedPort } from './local.mjs'
import { ensureTools } from './tools.mjs'

/** `npm run dev`: Vite with hot reload; the registry and the settings come through nginx. */
try {
  const port = await wantedPort()
  await ensureTools(['nginx', 'njs', 'envsubst', 'docker-registry'])
  await ensurePackages()
  const { createServer } = await import('vite')
  const homeport = await startLocal({ root: join(PROJECT, 'public') })
  const vite = await createServer({
    configFile: join(PROJECT, 'vite.config.ts'),
    server: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      // The browser's Host header is kept: nginx compares it with the Origin of a write.
      proxy: Object.fromEntries(
        ['/v2', '/token', '/settings.js'].map((path) => [path, { target: homeport.origin }]),
      ),
    },
  })
  await vite.listen()
  console.log(
    `Homeport with hot reload: http://localhost:${port} (${homeport.about}). Ctrl-C ends it.`,
  )
  await runUntilAsked({
    failed: homeport.failed,
    stop: async () => void (await Promise.all([vite.close(), homeport.stop()])),
  })
} catch (error) {
  endWith(error)
}
