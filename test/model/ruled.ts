import type { RepositoryName, Tag } from '../../src/registry/names.ts'
import type { Transport } from '../../src/registry/transport/transport.ts'
import type { Candidate } from '../../src/cleanup/rules/evaluation.ts'
import type { Content } from './content.ts'
import { type DrawnRule, NOW, printRule, runningOf } from './drawRule.ts'
import type { Product } from './product.ts'
import { inParallel } from './push.ts'

/** What a rule selects with the product's code, reading tags and images from the registry like the program does. */
export async function selectByRule(
  product: Product,
  transport: Transport,
  rule: DrawnRule,
  content: Content,
): Promise<readonly string[]> {
  const repository = content.repository as RepositoryName
  const search = printRule(rule)
  const parsed = product.parseRule(search)
  if (!('rule' in parsed)) throw new Error(`no rule: ${search}`)
  const pins = pinsOf(product, rule, content)
  const { tags } = await product.listEveryTag({ transport, repository })
  const sources = product.createSources(transport, repository)
  const found = new Map<Tag, Candidate>()
  await inParallel(product.listNeeded(parsed.rule, tags, pins), async (tag) => {
    found.set(tag, await product.readCandidate(sources, tag))
  })
  const candidates = tags.map((tag) => found.get(tag) ?? product.nameOnly(tag))
  return product.evaluateRule(parsed.rule, candidates, { now: NOW, pins }).selected
}

function pinsOf(product: Product, rule: DrawnRule, content: Content) {
  const { tags, digests } = runningOf(rule, content)
  const images = [
    ...tags.map((tag) => `registry.example:5000/${content.repository}:${tag}`),
    ...digests.map((digest) => `elsewhere.example/other@${digest}`),
  ]
  if (images.length === 0) return undefined
  return product.parsePins(images.join('\n'), content.repository as RepositoryName)
}
