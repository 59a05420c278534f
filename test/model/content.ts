/** A manifest as pushed. Digests are plain strings here: nothing in this file uses the product's code. */
export type Node = {
  readonly digest: string
  readonly mediaType: string
  readonly bytes: Buffer
  readonly kind: 'image' | 'index' | 'artifact' | 'schema-1'
  /** Manifests that it contains. */
  readonly children: readonly string[]
  /** They are written so that only some clients see them: if it is deleted, they are kept. */
  readonly hidesChildren?: boolean
  readonly blobs: readonly string[]
  readonly subject?: string
  /** In milliseconds, if it says when it was created. */
  readonly created?: number | undefined
}

/** The content of a repository: pushed, then remembered as the truth. */
export type Content = {
  readonly repository: string
  readonly nodes: ReadonlyMap<string, Node>
  readonly blobs: ReadonlyMap<string, Buffer>
  readonly tags: ReadonlyMap<string, string>
  /** Tags of signatures and lists of referrers, with what they are attached to. */
  readonly attachmentTags: ReadonlyMap<string, string>
  readonly selected: ReadonlySet<string>
  /** Whether the registry lists the attachments of a digest. */
  readonly hasReferrers: boolean
  /** Whether anything untagged is stored. */
  readonly hasUntagged: boolean
  /** Blobs that another repository has as well. */
  readonly shared: ReadonlySet<string>
}

/** Everything reachable from here, at any depth; `withReferrers` includes attachments by subject. */
export function reachOf(
  from: readonly string[],
  nodes: ReadonlyMap<string, Node>,
  withReferrers = false,
): Set<string> {
  const reached = new Set<string>()
  const open = [...from]
  for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
    const node = nodes.get(digest)
    if (!node || reached.has(digest)) continue
    reached.add(digest)
    open.push(...node.children)
    if (!withReferrers) continue
    for (const other of nodes.values()) if (other.subject === digest) open.push(other.digest)
  }
  return reached
}
