import { isFloorDone } from './conditions.mjs'

/** @typedef {import('./browser.mjs').Visit} Visit */

/**
 * @typedef {object} Sites
 * @property {string} homeport origin; it also serves the floor page and the bare page
 * @property {string} [earlier] origin of the build to compare with
 */

/**
 * The floor page with one of its jobs.
 *
 * @param {Sites} sites
 * @param {string} job
 * @param {Record<string, string | number>} [parameters]
 * @returns {Visit}
 */
export function floorVisit(sites, job, parameters = {}) {
  const query = new URLSearchParams({ job })
  for (const [name, value] of Object.entries(parameters)) query.set(name, String(value))
  const url = `${sites.homeport}/bench-floor.html?${query}`
  return { url, isReady: isFloorDone, isInline: true }
}

/**
 * A page of Homeport, and the same page of the earlier build, if any.
 *
 * @param {Sites} sites
 * @param {string} path
 * @param {Omit<Visit, 'url'>} visit
 * @returns {{ homeport: Visit, earlier?: Visit }}
 */
export function homeportVisits({ homeport, earlier }, path, visit) {
  return {
    homeport: { ...visit, url: homeport + path },
    ...(earlier && { earlier: { ...visit, url: earlier + path } }),
  }
}
