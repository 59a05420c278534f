/** A manifest as it is pushed. Digests are plain text here: nothing of this is the product's. */
export type Node = {
  readonly digest: string
  readonly mediaType: string
  readonly bytes: Buffer
  readonly kind: 'image' | 'index' | 'artifact' | 'schema-1'
  /** Manifests that it holds. */
  readonly children: readonly string[]
  /** They are written so that only some clients see them: where it goes they stay. */
  readonly hidesChildren?: boolean
  readonly blobs: readonly string[]
  readonly subject?: string
  /** In milliseconds, where it says when it was created. */
  readonly created?: number | undefined
}

/** What a repository holds: pushed, then remembered as the truth. */
export type Content = {
  readonly repository: string
  readonly nodes: ReadonlyMap<string, Node>
  readonly blobs: ReadonlyMap<string, Buffer>
  readonly tags: ReadonlyMap<string, string>
  /** Tags that hold signatures and lists of referrers, and what they are attached to. */
  readonly attachmentTags: ReadonlyMap<string, string>
  readonly selected: ReadonlySet<string>
  /** Whether the registry lists what is attached to a digest. */
  readonly hasReferrers: boolean
  /** Whether something is stored that no tag shows. */
  readonly hasUntagged: boolean
  /** Blobs that another repository has, too. */
  readonly shared: ReadonlySet<string>
}

/** Everything that is held from here, at any depth; `withReferrers` also what is attached by its subject. */
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
