import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'
import { type Place, pushImage } from '../stack/content.mjs'
import { type FaultProxy, startFaultProxy } from '../stack/faults.mjs'
import type { ProductName, Switches } from '../stack/products/products.mjs'
import { type Product, startProduct } from '../stack/products/registry.mjs'
import { type Nginx, environmentFor, startNginx } from '../stack/nginx.mjs'
import { goPart } from '../stack/parts.mjs'
import { PARTS_OF, type Registry, startRegistry } from '../stack/registry.mjs'

export { expect } from '@playwright/test'

/** The built files: `dist/`, or the folder in `HOMEPORT_DIST`. */
export const siteRoot =
  process.env['HOMEPORT_DIST'] ?? fileURLToPath(new URL('../dist', import.meta.url))

type WorkerFixtures = {
  /** Debian's distribution 2.8.2 with deletion on, shared by a worker's stories. */
  registry: Registry
  /** Between nginx and that registry: forwards everything unless a story changes that. */
  faults: FaultProxy
  /** The product: nginx with its own nginx.conf, writing on, in front of `faults`. */
  nginx: Nginx
}

/** Pushes a new image to each of the tags; returns them in the same order. */
type Push = <const Tags extends readonly string[]>(
  ...tags: Tags
) => Promise<{ readonly [At in keyof Tags]: Awaited<ReturnType<typeof pushImage>> }>

/** A registry, and Homeport in front of it. */
export type Site = {
  readonly registry: Registry
  readonly faults: FaultProxy
  readonly nginx: Nginx
  /** The address in the browser: `http://homeport.test:PORT`. */
  readonly origin: string
  /** The repository `app` in it. */
  readonly place: Place
  /** To that repository. */
  readonly push: Push
}

/** An emulated registry product that everybody may use, and Homeport in front of it. */
type ProductSite = { readonly product: Product; readonly origin: string; readonly place: Place }

type SiteOptions = {
  readonly registry?: Parameters<typeof startRegistry>[0]
  /** Added to the variables of a writable Homeport; an empty value removes one. */
  readonly environment?: Readonly<Record<string, string>>
}

type TestFixtures = {
  /**
   * Starts a site for one story: for other settings, or a list of repositories that is fully known. The story is
   * skipped if its registry is built with Go and there is no Go.
   */
  startSite: (options?: SiteOptions) => Promise<Site>
  /** Starts an emulated product for one story; without `switches` as its row says, but open to everybody. */
  startProductSite: (name: ProductName, switches?: Partial<Switches>) => Promise<ProductSite>
  /** A repository name unique to this story. */
  repository: string
  /** That repository in the shared registry: where a story pushes, and checks afterwards. */
  place: Place
  /** To that repository. */
  push: Push
  /** Rules of one story don't affect the next. */
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
  startSite: async ({}, provide, info) => {
    const stops: (() => Promise<void>)[] = []
    await provide(async ({ registry: settings, environment } = {}) => {
      for (const part of PARTS_OF[settings?.kind ?? '2.8.2']) {
        info.skip(!(await goPart(part)), 'it is built with Go, and there is no Go here (needs go)')
      }
      const registry = await startRegistry(settings)
      stops.unshift(registry.stop)
      const faults = await startFaultProxy({ upstream: registry.origin })
      stops.unshift(faults.stop)
      const all = { ...environmentFor(faults.origin), ...environment }
      const nginx = await startNginx({ environment: all, root: siteRoot })
      stops.unshift(nginx.stop)
      const place = { origin: registry.origin, repository: 'app' }
      return { registry, faults, nginx, origin: pageOrigin(nginx), place, push: pushTo(place) }
    })
    for (const stop of stops) await stop()
  },
  startProductSite: async ({}, provide) => {
    const stops: (() => Promise<void>)[] = []
    await provide(async (name, switches) => {
      const product = await startProduct(name, { signIn: 'open', ...switches })
      stops.unshift(product.stop)
      const environment = environmentFor(product.origin)
      const nginx = await startNginx({ environment, root: siteRoot })
      stops.unshift(nginx.stop)
      return { product, origin: pageOrigin(nginx), place: product.place('team/app') }
    })
    for (const stop of stops) await stop()
  },
  repository: async ({}, provide, info) => {
    await provide(`story/${info.testId.replaceAll('_', '-')}`)
  },
  place: async ({ registry, repository }, provide) => {
    await provide({ origin: registry.origin, repository })
  },
  push: async ({ place }, provide) => {
    await provide(pushTo(place))
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

const pushTo = (place: Place) =>
  (async (...tags) => {
    const pushed = []
    for (const tag of tags) pushed.push(await pushImage({ ...place, tag }))
    return pushed
  }) as Push

/** The address of an nginx in the browser: plain http with a name other than localhost. */
export function pageOrigin(nginx: { port: number }): string {
  return `http://homeport.test:${nginx.port}`
}
