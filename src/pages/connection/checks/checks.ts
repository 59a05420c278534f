import type { Finding } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { examineAddress, examineStorage } from './browser.ts'
import { examineManifests, examineRanges, examineRedirects, examineReferrers } from './content.ts'
import { examineCatalog, examineTags } from './lists.ts'
import {
  examineClock,
  examineOrigins,
  examineProduct,
  examineReach,
  examineSignIn,
} from './reach.ts'
import { examineDeletion } from './writing.ts'

export type Check = {
  /** Its place on the page: `/connection#lists`. */
  readonly id: string
  readonly title: string
  /** `false`: it says something even if the registry is down. */
  readonly needsRegistry?: false
  /** Only reads. @throws what its requests throw */
  readonly examine: (probe: Probe) => Promise<Finding>
}

/** All checks, in the order of the page. */
export const CHECKS: readonly Check[] = [
  { id: 'reach', title: 'Registry', examine: examineReach, needsRegistry: false },
  { id: 'product', title: 'Product', examine: examineProduct },
  { id: 'sign-in', title: 'Sign-in', examine: examineSignIn },
  { id: 'catalog', title: 'Repositories', examine: examineCatalog },
  { id: 'tags', title: 'Tag lists', examine: examineTags },
  { id: 'manifests', title: 'Manifests', examine: examineManifests },
  { id: 'blobs', title: 'Layers and configs', examine: examineRedirects },
  { id: 'ranges', title: 'Partial reads', examine: examineRanges },
  { id: 'referrers', title: 'Referrers', examine: examineReferrers },
  { id: 'deletion', title: 'Deletion', examine: examineDeletion },
  { id: 'origins', title: 'CORS headers', examine: examineOrigins },
  { id: 'clock', title: 'Clock', examine: examineClock },
  { id: 'address', title: 'Address', examine: examineAddress },
  { id: 'storage', title: 'Browser storage', examine: examineStorage, needsRegistry: false },
]
