import { readImageReference } from '../../registry/imageReference.ts'
import { type Digest, type RepositoryName, type Tag, isDigest } from '../../registry/names.ts'
import { readPinTexts } from '../language/pinTexts.ts'
import { Problem, type Problems, quote } from '../language/rule.ts'

/** The images in use somewhere, as far as they concern one repository. */
export type Pins = {
  /** Tags of this repository. */
  readonly tags: ReadonlySet<Tag>
  /** All digests, even of other repositories: content is the same everywhere. */
  readonly digests: ReadonlySet<Digest>
  /** How many different images were listed. */
  readonly images: number
  /** How many of them are from this repository. */
  readonly imagesHere: number
}

/**
 * Parses a list of images in use: `repository:tag` and `repository@digest`, or output of `kubectl` and `docker`
 * (jsonpath, `-o wide`, YAML, JSON, `describe`). A name without a tag means `latest`. The host doesn't matter:
 * clusters may reach the registry under another name than this page.
 *
 * Anything not understood is a problem, including an empty text: then nothing may be deleted.
 */
export function parsePins(text: string, repository: RepositoryName): { pins: Pins } | Problems {
  const tags = new Set<Tag>()
  const digests = new Set<Digest>()
  let imagesHere = 0
  try {
    const images = readPinTexts(text)
    for (const image of images) {
      const { name, tag, digest } = readImage(image)
      if (digest) digests.add(digest)
      if (!name || !isSameRepository(name, repository)) continue
      imagesHere += 1
      if (tag) tags.add(tag)
    }
    return { pins: { tags, digests, images: images.length, imagesHere } }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { problems: [error.message] }
  }
}

/** The image, with `latest` where no tag is given; a bare digest has no name. @throws Problem */
function readImage(text: string): {
  name?: RepositoryName
  tag?: Tag | undefined
  digest?: Digest | undefined
} {
  const plain = text.replace(/^(?:docker-pullable|docker|containerd|oci|https?):\/\//, '')
  // The grammar of digests is broad: `nginx:latest` fits as well.
  if (/^sha(?:256|512):/.test(plain) && isDigest(plain)) return { digest: plain }
  // Only a host may have capitals.
  const image = readImageReference(plain.replace(/^[^/@]+\//, (first) => first.toLowerCase()))
  if (!image) throw new Problem(`${quote(text)} is not an image.`)
  const { repository, tag, digest } = image
  return { name: repository, tag: tag ?? (digest ? undefined : ('latest' as Tag)), digest }
}

function isSameRepository(name: string, repository: RepositoryName): boolean {
  // Docker writes `nginx` for `library/nginx`.
  return name === repository || name.endsWith(`/${repository}`) || `library/${name}` === repository
}
