import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'
import { type FaultProxy, startFaultProxy } from '../stack/faults.mjs'
import { type Nginx, environmentFor, startNginx } from '../stack/nginx.mjs'
import { type Registry, startRegistry } from '../stack/registry.mjs'

export { expect } from '@playwright/test'

/** The built files: `dist/`, or another folder that `HOMEPORT_DIST` names. */
export const siteRoot =
  process.env['HOMEPORT_DIST'] ?? fileURLToPath(new URL('../dist', import.meta.url))

type WorkerFixtures = {
  /** Debian's distribution 2.8.2, deletion on; shared by the stories of a worker. */
  registry: Registry
  /** Between nginx and that registry: passes everything on until a story says otherwise. */
  faults: FaultProxy
  /** The product: nginx with its own nginx.conf, writing on, in front of `faults`. */
  nginx: Nginx
}

/** A registry, and Homeport in front of it. */
export type Site = {
  readonly registry: Registry
  readonly faults: FaultProxy
  readonly nginx: Nginx
  /** Where the browser meets it: `http://homeport.test:PORT`. */
  readonly origin: string
}

type SiteOptions = {
  readonly registry?: Parameters<typeof startRegistry>[0]
  /** Laid over the variables of a Homeport that may write; an empty value takes one away. */
  readonly environment?: Readonly<Record<string, string>>
}

type TestFixtures = {
  /** Starts a site of this story's own: for other settings, or a list of repositories that is known whole. */
  startSite: (options?: SiteOptions) => Promise<Site>
  /** A repository name of this story alone. */
  repository: string
  /** That repository in the shared registry: where a story pushes, and looks afterwards. */
  place: { readonly origin: string; readonly repository: string }
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
      const nginx = await startNginx({ environment: environmentFor(faults.origin), root: siteRoot })
      await provide(nginx)
      await nginx.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ nginx }, provide) => {
    await provide(pageOrigin(nginx))
  },
  startSite: async ({}, provide) => {
    const stops: (() => Promise<void>)[] = []
    await provide(async ({ registry: settings, environment } = {}) => {
      const registry = await startRegistry(settings)
      stops.unshift(registry.stop)
      const faults = await startFaultProxy({ upstream: registry.origin })
      stops.unshift(faults.stop)
      const all = { ...environmentFor(faults.origin), ...environment }
      const nginx = await startNginx({ environment: all, root: siteRoot })
      stops.unshift(nginx.stop)
      return { registry, faults, nginx, origin: pageOrigin(nginx) }
    })
    for (const stop of stops) await stop()
  },
  repository: async ({}, provide, info) => {
    await provide(`story/${info.testId.replaceAll('_', '-')}`)
  },
  place: async ({ registry, repository }, provide) => {
    await provide({ origin: registry.origin, repository })
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
