import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as content from '../../stack/content.mjs'
import type { Digest, RepositoryName, Tag } from '../../src/registry/names.ts'
import { mapPool } from '../../src/registry/pool.ts'
import { fetchTransport } from '../../src/registry/transport/transport.ts'
import type { Repository } from '../scenarios/repository.ts'
import type { CaseImage, RuleCase } from '../rules/cases.ts'
import { evaluateRule, listNeeded, nameOnly } from '../../src/cleanup/rules/evaluateRule.ts'
import { parsePins } from '../../src/cleanup/rules/pins.ts'
import { readCandidate } from '../../src/cleanup/rules/readCandidate.ts'
import type { Rule } from '../../src/cleanup/language/rule.ts'
import { describeReason } from '../../src/cleanup/rules/words.ts'
import { bundleScript } from '../../src/cleanup/script/bundleScript.mjs'
import { createSources } from '../../src/cleanup/script/cleanUp.ts'
import { composeScript } from '../../src/cleanup/script/composeScript.ts'

const DAY = 86_400_000

/** A case's images and tags, pushed to a registry. */
export type PushedCase = {
  readonly digests: ReadonlyMap<string, Digest>
  /** The tag for a key of the case's `tags`. */
  readonly tags: ReadonlyMap<string, Tag>
  /** `{60}` in words: the creation date of an image of that age. */
  readonly words: (text: string) => string
}

/** Pushes a case, with dates counted back from `now`. */
export async function pushCase(
  { place, name }: Repository,
  { images, tags }: RuleCase,
  now: number,
): Promise<PushedCase> {
  // A little older, so that no image crosses a limit during the test.
  const dayOf = (age: number) => new Date(now - age * DAY - 300_000).toISOString()
  const configOf = ({ created, age = 0 }: CaseImage) =>
    created === null ? { created: undefined } : { created: created ?? dayOf(age) }
  const pushed = new Map<string, content.Descriptor>()
  for (const [key, image] of Object.entries(images)) {
    const manifests = image.children?.flatMap((child) => pushed.get(child) ?? [])
    const { descriptor } = manifests
      ? await content.pushIndex({ ...place, manifests })
      : await content.pushImage({ ...place, content: `${name} ${key}`, config: configOf(image) })
    pushed.set(key, descriptor)
  }
  const digests = new Map([...pushed].map(([key, { digest }]) => [key, digest as Digest]))
  const named = new Map<string, Tag>()
  for (const [key, image] of Object.entries(tags)) {
    const signed = pushed.get(/^sig:(.*)$/.exec(key)?.[1] ?? '')
    if (signed) {
      const signature = await content.pushCosignSignature({ ...place, image: signed })
      named.set(key, signature.tag as Tag)
    } else {
      await content.tagManifest({ ...place, reference: digests.get(image) ?? '', tag: key })
      named.set(key, key as Tag)
    }
  }
  const words = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, key: string) =>
      /^\d+$/.test(key) ? dayOf(Number(key)).slice(0, 10) : (digests.get(key) ?? '').slice(0, 19),
    )
  return { digests, tags: named, words }
}

/** `+ reason` or `- reason` for each tag, decided like on the page: by the same functions in the same order. */
export async function evaluateAsPage(
  origin: string,
  repository: RepositoryName,
  rule: Rule,
  tags: readonly Tag[],
  pinText: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const pins = pinText === undefined ? undefined : parsePins(pinText, repository)
  const sources = createSources(fetchTransport(origin), repository)
  const needed = new Set(listNeeded(rule, tags, pins))
  const candidates = await mapPool(tags, 6, async (tag) =>
    needed.has(tag) ? await readCandidate(sources, tag) : nameOnly(tag),
  )
  const { verdicts } = evaluateRule(rule, candidates, { now: Date.now(), pins })
  return new Map(
    verdicts.map(({ tag, goes, reason }) => [tag, `${goes ? '+' : '-'} ${describeReason(reason)}`]),
  )
}

export type ScriptRun = {
  readonly code: number
  readonly output: string
  /** The columns of each line. */
  readonly lines: readonly (readonly string[])[]
  readonly errors: string
}

/** Runs programs like cron: files in a folder of their own, with `node`. */
export class ScriptRunner {
  readonly #template: string
  readonly #folder: string

  private constructor(template: string, folder: string) {
    this.#template = template
    this.#folder = folder
  }

  static async create(): Promise<ScriptRunner> {
    return new ScriptRunner(await bundleScript(), await mkdtemp(join(tmpdir(), 'homeport-script-')))
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true })
  }

  /** The path of a file with this content. */
  async file(name: string, text: string): Promise<string> {
    const path = join(this.#folder, name)
    await writeFile(path, text)
    return path
  }

  /** Composes a program and runs it with `args`. */
  async run(
    parts: { readonly rule: Rule; readonly repository: string; readonly registry: string },
    args: readonly string[] = [],
    env: Record<string, string> = {},
  ): Promise<ScriptRun> {
    const path = await this.file(
      'clean-up.mjs',
      composeScript({ template: this.#template, ...parts }),
    )
    return await runNode([path, ...args], env)
  }
}

export function runNode(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ScriptRun> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { env: { ...env } }, (error, output, errors) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
      const lines = output.split('\n').map((line) => line.split('\t'))
      resolve({ code, output, lines, errors })
    })
  })
}
