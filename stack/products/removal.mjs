import { answerEmpty, isRefusal } from './answers.mjs'
import { cosignTagsOf, isDigest, parentsOf, read, referrersOf, tagsOn } from './state.mjs'

/**
 * @typedef {import('./state.mjs').Repository} Repository
 * @typedef {import('./products.mjs').Switches} Switches
 */

/**
 * Why a product deletes nothing that is named so: looked at before whether it is there.
 *
 * @param {string} reference
 * @param {Switches} rules
 * @returns {import('./answers.mjs').Refusal | undefined}
 */
export function whyNeverDelete(reference, { deleteDigest, deleteTag }) {
  const way = isDigest(reference) ? deleteDigest : deleteTag
  return isRefusal(way) ? way : undefined
}

/**
 * Why a product doesn't delete something, as far as it depends on what it is; undefined if it does.
 *
 * @param {Repository} repository
 * @param {string} reference
 * @param {Switches} rules
 * @returns {import('./answers.mjs').Refusal | undefined}
 */
export function whyNotDelete(repository, reference, rules) {
  const { tags, manifests, locked, deleted } = repository
  const never = whyNeverDelete(reference, rules)
  if (never) return never
  const isThere = isDigest(reference) ? manifests.has(reference) : tags.has(reference)
  if (!isThere) return (deleted.has(reference) && rules.deletedTag) || rules.absent
  const named = isDigest(reference) ? tagsOn(repository, reference) : [reference]
  const protectedTags = isDigest(reference) && rules.lockIsForAll ? [...tags.keys()] : named
  if (rules.locked && protectedTags.some((tag) => locked.has(tag))) return rules.locked
  if (!isDigest(reference)) return undefined
  if (rules.whileTagged && named.length > 0) return rules.whileTagged
  if (rules.inIndex && parentsOf(repository, reference).length > 0) return rules.inIndex
  if (rules.withReferrers && referrersOf(repository, reference).length > 0)
    return rules.withReferrers
  return undefined
}

/**
 * Deletes as the product does, and says that it did: at once, later, or only until somebody looks.
 *
 * @param {Repository} repository
 * @param {string} reference
 * @param {Switches} rules
 */
export function remove(repository, reference, rules) {
  const { slow, returns } = rules
  after(slow, () => {
    if (returns) return
    if (isDigest(reference)) removeImage(repository, reference, rules)
    else removeTag(repository, reference, rules)
  })
  return answerEmpty(202)
}

/** @param {Repository} repository @param {string} tag @param {Switches} rules */
function removeTag(repository, tag, rules) {
  const digest = repository.tags.get(tag)
  if (!digest) return
  dropTag(repository, tag, rules)
  const isUsed = tagsOn(repository, digest).length + parentsOf(repository, digest).length > 0
  if (rules.deleteTag === 'takes-image') removeImage(repository, digest, rules)
  else if (!isUsed && rules.untagged === 'dropped') dropImage(repository, digest, rules)
}

/** @param {Repository} repository @param {string} digest @param {Switches} rules */
function removeImage(repository, digest, rules) {
  if (rules.deleteDigest !== 'leaves-tags') {
    for (const tag of tagsOn(repository, digest)) dropTag(repository, tag, rules)
  }
  dropImage(repository, digest, rules)
}

/** Drops a manifest with what the product takes along. @param {Repository} repository @param {string} digest @param {Switches} rules */
function dropImage(repository, digest, rules) {
  const { takes = [] } = rules
  const content = read(repository.manifests.get(digest))
  repository.manifests.delete(digest)
  const isFree = (/** @type {string} */ child) =>
    tagsOn(repository, child).length + parentsOf(repository, child).length === 0
  const children = takes.includes('children') ? content.manifests.map((one) => one.digest) : []
  const referrers = takes.includes('attachments') ? referrersOf(repository, digest) : []
  for (const child of children.filter(isFree)) dropImage(repository, child, rules)
  for (const referrer of referrers) removeImage(repository, referrer.digest, rules)
  if (!takes.includes('attachments') && !takes.includes('cosign-tags')) return
  for (const tag of cosignTagsOf(repository, digest)) {
    removeImage(repository, repository.tags.get(tag) ?? '', rules)
  }
}

/**
 * After a tag has moved: zot drops an image that has no tag left by then.
 *
 * @param {Repository} repository
 * @param {string | undefined} digest where it was before
 * @param {Switches} rules
 */
export function afterMove(repository, digest, rules) {
  if (rules.movedFrom !== 'dropped' || !digest) return
  const isUsed = tagsOn(repository, digest).length + parentsOf(repository, digest).length > 0
  if (!isUsed) dropImage(repository, digest, rules)
}

/** @param {Repository} repository @param {string} tag @param {Switches} rules */
function dropTag({ tags, listed, deleted }, tag, { lag }) {
  tags.delete(tag)
  deleted.add(tag)
  after(lag, () => {
    if (!tags.has(tag)) listed.delete(tag)
  })
}

/** @param {number | undefined} milliseconds at once if undefined @param {() => void} work */
function after(milliseconds, work) {
  if (!milliseconds) work()
  else setTimeout(work, milliseconds)
}
