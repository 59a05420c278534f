import type { RuleCase } from '../test/rules/cases.ts'
import {
  type Pushed,
  pushCosignSignature,
  pushImage,
  pushIndex,
  pushManifest,
} from '../stack/content.mjs'

const DAY = 86_400_000

/** A case on a registry: where its images are, and what its words mean there. */
export type PushedCase = {
  readonly digests: ReadonlyMap<string, string>
  readonly expected: Readonly<Record<string, string>>
  /** The images in use, if any are protected. */
  readonly pins: string | undefined
}

/** Pushes the images and tags of a case to `repository`; ages are counted back from `now`. */
export async function pushCase(
  origin: string,
  repository: string,
  { images, tags, expected, pins }: RuleCase,
  now: number,
): Promise<PushedCase> {
  const place = { origin, repository, reuse: true }
  const daysAgo = (days: number) => new Date(now - days * DAY).toISOString()
  const pushed = new Map<string, Pushed>()
  const push = async (name: string): Promise<Pushed> => {
    const known = pushed.get(name)
    if (known) return known
    const { age = 0, created = daysAgo(age), children } = images[name] ?? {}
    const image = children
      ? await pushIndex({ ...place, manifests: await pushChildren(children) })
      : await pushImage({ ...place, content: name, config: { created: created ?? undefined } })
    pushed.set(name, image)
    return image
  }
  const pushChildren = async (names: readonly string[]) => {
    const children = []
    for (const name of names) children.push((await push(name)).descriptor)
    return children
  }
  for (const name of Object.keys(images)) await push(name)
  for (const [tag, name] of Object.entries(tags)) {
    const signed = /^sig:(.*)$/.exec(tag)?.[1]
    if (signed) await pushCosignSignature({ ...place, image: await push(signed) })
    else {
      const { bytes, mediaType } = await push(name)
      await pushManifest({ ...place, tag, manifest: bytes, mediaType })
    }
  }
  const digests = new Map([...pushed].map(([name, { digest }]) => [name, digest]))
  const inWords = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) =>
      /^\d+$/.test(name)
        ? daysAgo(Number(name)).slice(0, 10)
        : (digests.get(name) ?? name).slice(0, 19),
    )
  return {
    digests,
    expected: Object.fromEntries(
      Object.entries(expected).map(([tag, text]) => [tag, inWords(text)]),
    ),
    pins: pins?.replace(/@(\w+)/g, (_, name: string) => `@${digests.get(name) ?? name}`),
  }
}
