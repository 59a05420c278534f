import type { Descriptor, Manifest } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { Digest } from '../../registry/names.ts'
import { pointsToManifest } from '../artifact.ts'

type Parsed = Pick<FetchedManifest, 'manifest'>
/** With its bytes, which may mention more. */
type Whole = Pick<FetchedManifest, 'manifest' | 'bytes'>

/** An index's children, by specification. They are deleted with it if nothing else contains them. */
export function listChildren({ manifest }: Parsed): { digest: Digest; mediaType: string }[] {
  if (manifest.kind !== 'image-index') return []
  return manifest.manifests.map(({ digest, mediaType }) => ({ digest, mediaType }))
}

/** The digests of an index's children that are manifests. */
export function listChildManifests(fetched: Parsed): readonly Digest[] {
  return listChildren(fetched)
    .filter(pointsToManifest)
    .map(({ digest }) => digest)
}

/**
 * Everything that a kept manifest may need: its children, and every digest in any of its strings that isn't one of
 * its blobs or its subject. Clients read JSON differently: Go reads `Manifests` as `manifests`, and some use the
 * first of duplicate keys. Better to keep an image too many than one too few.
 */
export function listHeld(
  fetched: Whole,
): { digest: Digest; mediaType: string; isChild: boolean }[] {
  const children = listChildren(fetched)
  const found = countDigests(fetched.bytes)
  for (const digest of [...children.map((child) => child.digest), ...listUses(fetched.manifest)]) {
    found.set(digest, (found.get(digest) ?? 0) - 1)
  }
  const others = [...found].flatMap(([digest, count]) => (count > 0 ? [digest] : []))
  return [
    ...children.map((child) => ({ ...child, isChild: true })),
    ...others.map((digest) => ({ digest, mediaType: '', isChild: false })),
  ]
}

/** What a manifest may need besides its list of children. */
export function listHidden(fetched: Whole): readonly Digest[] {
  return listHeld(fetched).flatMap(({ digest, isChild }) => (isChild ? [] : [digest]))
}

/** The manifests that a registry keeps for an index, even if deleted themselves. Other manifests keep none. */
export function listLinked(fetched: Whole): readonly Digest[] {
  if (fetched.manifest.kind !== 'image-index') return []
  return [...listChildManifests(fetched), ...listHidden(fetched)]
}

/** The digest that a manifest says it belongs to. */
export function subjectOf(fetched: Parsed | undefined): Digest | undefined {
  const manifest = fetched?.manifest
  return manifest && 'subject' in manifest ? manifest.subject?.digest : undefined
}

/**
 * The digests that a manifest mentions by specification without containing them as manifests, as often as it does.
 */
function listUses(manifest: Manifest): readonly Digest[] {
  switch (manifest.kind) {
    case 'image-manifest':
      return digestsOf(manifest.config, ...manifest.layers, manifest.subject)
    case 'artifact-manifest':
      return digestsOf(...manifest.blobs, manifest.subject)
    case 'image-index':
      return digestsOf(manifest.subject)
    case 'schema-1':
    case 'unknown':
      return []
  }
}

function digestsOf(...descriptors: readonly (Descriptor | undefined)[]): readonly Digest[] {
  return descriptors.flatMap((descriptor) => descriptor?.digest ?? [])
}

/** How often each digest occurs in JSON. Not parsed, since that would drop all but the last of duplicate keys. */
function countDigests(bytes: Uint8Array): Map<Digest, number> {
  const text = new TextDecoder()
    .decode(bytes)
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  const found = new Map<Digest, number>()
  for (const [digest] of text.matchAll(DIGESTS)) {
    found.set(digest as Digest, (found.get(digest as Digest) ?? 0) + 1)
  }
  return found
}

const DIGESTS = /sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}/g

/** A manifest's blobs in the registry, without those stored elsewhere (`urls`). */
export function blobsOf(
  fetched: Parsed | undefined,
): readonly { readonly digest: Digest; readonly size: number }[] {
  const manifest = fetched?.manifest
  switch (manifest?.kind) {
    case 'image-manifest':
      return [manifest.config ?? [], ...manifest.layers]
        .flat()
        .filter(({ urls }) => urls.length === 0)
    case 'artifact-manifest':
      return manifest.blobs
    case 'image-index':
      return manifest.manifests.filter((one) => !pointsToManifest(one))
    case 'schema-1':
    case 'unknown':
    case undefined:
      return []
  }
}
