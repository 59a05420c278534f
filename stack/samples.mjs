import { pushCharts, pushFiles } from './samples/artifacts.mjs'
import { pushBase } from './samples/base.mjs'
import { pushClassic } from './samples/classic.mjs'
import { pushFrontend } from './samples/frontend.mjs'
import { pushEmptied, pushHostile } from './samples/hostile.mjs'
import { pushOrders } from './samples/orders.mjs'

/**
 * Fills a registry with the sample content: a dozen repositories with every kind of content and the same
 * digests on every run with the same busybox.
 *
 * @param {string} origin of a registry that allows anonymous writes, with deletion on
 * @param {Buffer} [busybox] the program for the images' root file systems (`findBusybox`); bytes of
 *   its size replace it if there is none
 */
export async function pushSamples(origin, busybox) {
  const pushes = [
    pushFrontend,
    pushBase,
    pushOrders,
    pushClassic,
    pushCharts,
    pushFiles,
    pushHostile,
    pushEmptied,
  ]
  await Promise.all(pushes.map((push) => push({ origin, busybox })))
}
