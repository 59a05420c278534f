import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'
import { type FaultProxy, startFaultProxy } from '../stack/faults.mjs'
import { type Nginx, environmentFor, startNginx } from '../stack/nginx.mjs'
import { type Registry, startRegistry } from '../stack/registry.mjs'

export { expect } from '@playwright/test'

const root = fileURLToPath(new URL('../dist', import.meta.url))

type WorkerFixtures = {
  /** Debian's distribution 2.8.2, deletion on; shared by the stories of a worker. */
  registry: Registry
  /** Between nginx and that registry: passes everything on until a story says otherwise. */
  faults: FaultProxy
  /** The product: nginx with its own nginx.conf, writing on, in front of `faults`. */
  nginx: Nginx
}

type TestFixtures = {
  /** A repository name of this story alone. */
  repository: string
  /** No rule of one story reaches the next. */
  cleanFaults: void
}

/** Stories run on `http://homeport.test:PORT`. `page.goto('/…')` is relative to it. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  registry: [
    async ({}, provide) => {
      const registry = await startRegistry()
      await provide(registry)
      await registry.stop()
    },
    { scope: 'worker' },
  ],
  faults: [
    async ({ registry }, provide) => {
      const proxy = await startFaultProxy({ upstream: registry.origin })
      await provide(proxy)
      await proxy.stop()
    },
    { scope: 'worker' },
  ],
  nginx: [
    async ({ faults }, provide) => {
      const nginx = await startNginx({ environment: environmentFor(faults.origin), root })
      await provide(nginx)
      await nginx.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ nginx }, provide) => {
    await provide(pageOrigin(nginx))
  },
  repository: async ({}, provide, info) => {
    await provide(`story/${info.testId.replaceAll('_', '-')}`)
  },
  cleanFaults: [
    async ({ faults }, provide) => {
      faults.rules([])
      faults.forget()
      await provide()
      faults.rules([])
    },
    { auto: true },
  ],
})

/** Where the browser meets a nginx: plain http on a name that is not localhost. */
export function pageOrigin(nginx: { port: number }): string {
  return `http://homeport.test:${nginx.port}`
}
