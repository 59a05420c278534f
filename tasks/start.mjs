import { BUILT, ensureBuild, ensurePackages } from './built.mjs'
import { endWith, runUntilAsked } from './ending.mjs'
import { startLocal, wantedPort } from './local.mjs'
import { ensureTools } from './tools.mjs'

/** `npm start`: Homeport at http://localhost:5080, with its own registry unless another one is given. */
try {
  const port = await wantedPort()
  await ensureTools(
    process.env['ENV_DOCKER_REGISTRY_HOST']
      ? ['nginx', 'njs', 'envsubst']
      : ['nginx', 'njs', 'envsubst', 'docker-registry'],
  )
  await ensurePackages()
  await ensureBuild()
  const homeport = await startLocal({ root: BUILT, port })
  console.log(`Homeport: http://localhost:${port} (${homeport.about}). Ctrl-C ends it.`)
  await runUntilAsked(homeport)
} catch (error) {
  endWith(error)
}
