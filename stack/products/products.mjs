/**
 * How registry products differ, one row each. Nothing here is a product, and none of it was seen to run: each row says
 * what its source or documentation was read to do, or what was reported of it (see README.md, "Supported registries"). Where
 * reports contradict each other, a test can start a product with other switches.
 *
 * @typedef {import('./answers.mjs').Refusal} Refusal
 * @typedef {import('./lists.mjs').ListRules} ListRules
 *
 * @typedef {object} Switches
 * @property {'open' | import('./tokenRules.mjs').TokenProduct | `Basic ${string}`} signIn a token service, or the
 *   challenge for a password; `open` for everybody
 * @property {ListRules | Refusal} catalog
 * @property {boolean} [isFiltered] repositories whose names begin with `hidden/` are left out of the catalog
 * @property {ListRules} tags
 * @property {ListRules | Refusal | 'web-page'} referrers
 * @property {Refusal} [unknownSubject] the answer about referrers of what isn't there; an empty list if omitted
 * @property {'untags' | 'takes-image' | Refusal} deleteTag
 * @property {'all-tags' | 'leaves-tags' | Refusal} deleteDigest
 * @property {Refusal} [whileTagged] the answer to DELETE of a digest that has a tag
 * @property {Refusal} [inIndex] of a digest in an index
 * @property {Refusal} [withReferrers] of a digest with referrers
 * @property {readonly ('children' | 'attachments' | 'cosign-tags')[]} [takes] what goes along with an image
 * @property {'kept' | 'dropped'} [untagged] whether an image stays when its last tag is deleted; it does if omitted
 * @property {'dropped'} [movedFrom] an image goes when its last tag is moved to another
 * @property {number} [slow] a deletion takes effect after so many milliseconds
 * @property {number} [lag] lists show deleted tags for so many milliseconds longer
 * @property {boolean} [returns] what was deleted is back as soon as somebody asks: it comes from elsewhere
 * @property {Refusal} absent of a tag or digest
 * @property {Refusal} [deletedTag] of a tag that was there
 * @property {Refusal | 'empty'} noRepository of an unknown repository; `empty`: it has no tags
 * @property {Refusal} [noRepositoryToDelete] the same to a DELETE
 * @property {Refusal} [locked] the answer to DELETE or PUT of a protected tag, and to DELETE of its digest
 * @property {boolean} [lockIsForAll] one protected tag protects every digest of its repository
 * @property {Refusal} [put] the answer to every PUT
 * @property {Refusal} [manifestAccept] the answer to a DELETE that asks for manifest types
 * @property {boolean} [hasCodes] whether errors have codes; they do if omitted
 * @property {boolean} [isNameless] it leaves out `Docker-Content-Digest`
 */

const WHOLE = { isWhole: true }

/** distribution 3.x, which most products resemble more than anything else. @satisfies {Switches} */
export const DISTRIBUTION = {
  signIn: 'open',
  catalog: { page: 100 },
  tags: {},
  referrers: '404',
  deleteTag: 'untags',
  deleteDigest: 'all-tags',
  absent: '404 MANIFEST_UNKNOWN manifest unknown',
  noRepository: '404 NAME_UNKNOWN repository name not known to registry',
}

const UNSUPPORTED = '405 UNSUPPORTED The operation is unsupported.'

/** @satisfies {Record<string, Switches>} */
const ROWS = {
  quay: {
    ...DISTRIBUTION,
    signIn: 'quay',
    catalog: { page: 100, most: 100, link: 'cursor' },
    tags: { page: 100, most: 100, link: 'absolute' },
    referrers: {},
    unknownSubject: '400 MANIFEST_INVALID manifest invalid',
    untagged: 'dropped',
    takes: ['cosign-tags'],
    deletedTag: '404 TAG_EXPIRED Tag was deleted or has expired. To pull, revive via time machine',
    locked: '409 TAG_IMMUTABLE tag is immutable',
  },
  harbor: {
    ...DISTRIBUTION,
    signIn: 'harbor',
    catalog: {},
    tags: {},
    referrers: {},
    deleteTag: '400 UNSUPPORTED unsupported digest',
    inIndex: '412 VIOLATE_FOREIGN_KEY_CONSTRAINT the artifact is referenced by others',
    takes: ['children', 'attachments'],
    absent: '404 NOT_FOUND artifact not found',
    noRepository: '404 NOT_FOUND repository not found',
    locked: '412 PRECONDITION the tag is immutable, cannot be deleted or overwritten',
  },
  'harbor-proxy': {
    ...DISTRIBUTION,
    signIn: 'harbor',
    catalog: {},
    referrers: {},
    deleteTag: '400 UNSUPPORTED unsupported digest',
    inIndex: '412 VIOLATE_FOREIGN_KEY_CONSTRAINT the artifact is referenced by others',
    returns: true,
    absent: '404 NOT_FOUND artifact not found',
    noRepository: '404 NOT_FOUND repository not found',
    put: '403 DENIED can not push artifact to a proxy project',
  },
  zot: {
    ...DISTRIBUTION,
    signIn: 'Basic realm="zot"',
    catalog: {},
    isFiltered: true,
    tags: { unknownLast: '404' },
    referrers: WHOLE,
    inIndex: '405 DENIED requested access to the resource is denied',
    movedFrom: 'dropped',
    noRepositoryToDelete: '400 NAME_UNKNOWN repository name not known to registry',
  },
  gitea: {
    ...DISTRIBUTION,
    signIn: 'gitea',
    catalog: { page: 100, most: 100, linkOn: 'full' },
    isFiltered: true,
    tags: { linkOn: 'every' },
  },
  gitlab: {
    ...DISTRIBUTION,
    signIn: 'gitlab',
    catalog: { page: 100, most: 1000, tooLarge: '400 PAGINATION_NUMBER_INVALID invalid number' },
    tags: { page: 100, most: 1000, tooLarge: '400 PAGINATION_NUMBER_INVALID invalid number' },
    inIndex: '409 MANIFEST_REFERENCED manifest referenced by a manifest list',
    locked: '401 DENIED tag is protected',
    lockIsForAll: true,
  },
  pulp: {
    ...DISTRIBUTION,
    signIn: 'pulp',
    catalog: { page: 100, most: 1000, link: 'absolute', linkOn: 'full' },
    isFiltered: true,
    tags: { page: 100, most: 1000, link: 'absolute', linkOn: 'full' },
    deleteTag: '400 INVALID_REQUEST deletion by tag is not supported',
    takes: ['children'],
    slow: 150,
  },
  cloudflare: {
    ...DISTRIBUTION,
    signIn: 'Basic realm="registry"',
    catalog: { page: 100, link: 'bare', linkOn: 'every' },
    tags: { page: 50, most: 1000, link: 'bare' },
    referrers: { page: 100, most: 1000, link: 'absolute' },
    noRepository: 'empty',
  },
  'docker-hub': {
    ...DISTRIBUTION,
    signIn: 'docker-hub',
    catalog: '401 UNAUTHORIZED authentication required',
    deleteTag: UNSUPPORTED,
    whileTagged: '403 DENIED the manifest is still tagged',
    inIndex: '403 DENIED the manifest is referenced by an index',
    locked: '403 DENIED the tag is immutable',
  },
  ghcr: {
    ...DISTRIBUTION,
    signIn: 'ghcr',
    catalog: '403 DENIED permission_denied',
    tags: { page: 100 },
    referrers: '404 MANIFEST_UNKNOWN manifest unknown',
    deleteTag: UNSUPPORTED,
    deleteDigest: UNSUPPORTED,
  },
  ecr: {
    ...DISTRIBUTION,
    signIn:
      'Basic realm="https://account.dkr.ecr.region.amazonaws.com/",service="ecr.amazonaws.com"',
    catalog: {
      page: 100,
      most: 1000,
      tooLarge: '405 UNSUPPORTED Invalid parameter',
      link: 'cursor',
    },
    tags: { page: 100, most: 1000, tooLarge: '405 UNSUPPORTED Invalid parameter', link: 'cursor' },
    untagged: 'dropped',
    inIndex: '400 UNSUPPORTED ImageReferencedByManifestList',
    locked: '400 TAG_INVALID the tag is immutable',
  },
  google: {
    ...DISTRIBUTION,
    signIn: 'google',
    catalog: { isEmpty: true },
    tags: WHOLE,
    whileTagged: '400 GOOGLE_MANIFEST_DANGLING_TAG Manifest is still referenced by tag',
    inIndex:
      '400 GOOGLE_MANIFEST_DANGLING_PARENT_IMAGE Manifest is still referenced by one or more parents',
    withReferrers: '400 GOOGLE_MANIFEST_REFERRING_MANIFEST Manifest is still referenced',
  },
  acr: {
    ...DISTRIBUTION,
    signIn: 'acr',
    tags: { page: 100 },
    referrers: {},
    deleteTag: UNSUPPORTED,
    absent: '404 TAG_UNKNOWN tag unknown',
    locked: '405 REGISTRY_DISALLOWED_OPERATION Operation on this object is disallowed.',
  },
  nexus: {
    ...DISTRIBUTION,
    signIn: 'Basic realm="Sonatype Nexus Repository Manager"',
    catalog: { page: 100, link: 'inner' },
    tags: { link: 'inner' },
    deleteTag: '400 UNSUPPORTED tags cannot be deleted',
    deleteDigest: 'leaves-tags',
  },
  artifactory: {
    ...DISTRIBUTION,
    signIn: 'Basic realm="Artifactory Realm"',
    tags: { link: 'position' },
    referrers: {},
    absent: '404 MANIFEST_UNKNOWN The named manifest is not known to the registry.',
    manifestAccept: '406 UNSUPPORTED Not Acceptable',
    hasCodes: false,
  },
  'pull-through-cache': {
    ...DISTRIBUTION,
    deleteTag: UNSUPPORTED,
    deleteDigest: UNSUPPORTED,
    put: UNSUPPORTED,
  },
}

/** @typedef {keyof typeof ROWS} ProductName */

/** Every product by name. @type {Readonly<Record<ProductName, Switches>>} */
export const PRODUCTS = ROWS

export const PRODUCT_NAMES = /** @type {ProductName[]} */ (Object.keys(ROWS))
