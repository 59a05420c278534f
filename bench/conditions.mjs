/** When a page is ready. All of these run in the page and see nothing else. */

/** The floor page is done. */
export const isFloorDone = () => document.documentElement.dataset['done'] === 'true'

/** The bare React page shows names. */
export const hasBareRows = () => document.querySelectorAll('li').length >= 10

/** Homeport shows repositories. */
export const hasRepositories = () =>
  document.querySelectorAll('table[aria-label="Repositories"] tbody a').length >= 10

/** Homeport lists as many repositories as there should be. */
export const hasAllRepositories = (/** @type {number} */ count) =>
  document.querySelector('table[aria-label="Repositories"]')?.getAttribute('aria-rowcount') ===
  String(count + 1)

/** Homeport shows tags. */
export const hasTags = () =>
  document.querySelectorAll('table[aria-label="Tags"] tbody a').length >= 10

/** Homeport lists this many tags. */
export const hasAllTags = (/** @type {number} */ count) =>
  document.querySelector('table[aria-label="Tags"]')?.getAttribute('aria-rowcount') ===
  String(count + 1)

/** This many rows of Homeport's tags have their details; the time comes last. */
export const hasDetails = (/** @type {number} */ count) => {
  const rows = [...document.querySelectorAll('table[aria-label="Tags"] tbody tr')]
  return rows.filter((row) => row.querySelector('time')).length >= count
}

/** Homeport shows the layers of an image. */
export const hasLayers = () =>
  document.querySelectorAll('table[aria-label="Layers"] tbody tr').length > 0
