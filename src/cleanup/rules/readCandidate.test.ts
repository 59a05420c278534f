import { describe, expect, test } from 'vitest'
import {
  LoginRequiredError,
  NotFoundError,
  RegistryRejectedError,
  RegistryUnreachableError,
} from '../../registry/errors.ts'
import { parseManifest } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import { MEDIA_TYPE } from '../../registry/mediaTypes.ts'
import type { Digest, RepositoryName, Tag } from '../../registry/names.ts'
import { readTag } from '../../registry/tags/tagReader.ts'
import { readCandidate } from './readCandidate.ts'

const digestOf = (name: string) =>
  `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}` as Digest

const GONE = new NotFoundError(
  'GET x',
  404,
  [{ code: 'MANIFEST_UNKNOWN', message: '', detail: '' }],
  '',
)
const BROKEN = new RegistryRejectedError('GET x', 500, [], '')

/** The content of a registry by short names: configs, manifests, errors. */
type Held = Readonly<Record<string, { readonly json: object; readonly type: string } | Error>>

function image(config: string, extra: object = {}) {
  const json = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { mediaType: MEDIA_TYPE.ociConfig, digest: digestOf(config), size: 2 },
    layers: [],
    ...extra,
  }
  return { json, type: MEDIA_TYPE.ociManifest }
}

function index(children: readonly string[], extra: object = {}) {
  const manifests = children.map((child) => ({
    mediaType: child.startsWith('index') ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest,
    digest: digestOf(child),
    size: 2,
    ...(child.startsWith('att')
      ? { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }
      : {}),
  }))
  const json = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests, ...extra }
  return { json, type: MEDIA_TYPE.ociIndex }
}

async function read(held: Held, configs: Readonly<Record<string, unknown>> = {}) {
  const find = (digest: Digest): FetchedManifest => {
    const name = Object.keys(held).find((one) => digestOf(one) === digest) ?? ''
    const found = held[name]
    if (!found || found instanceof Error) throw found ?? GONE
    const manifest = parseManifest(found.json, found.type)
    return { digest, mediaType: found.type, bytes: new Uint8Array(), manifest }
  }
  const later = <Value>(work: () => Value) => Promise.resolve().then(work)
  return await readCandidate(
    {
      async tagged(tag) {
        const found = held['tag']
        if (found instanceof Error) {
          return await readTag(
            { transport: () => Promise.reject(found), repository: 'a' as RepositoryName },
            tag,
          )
        }
        const content = find(digestOf('tag'))
        return { kind: 'at', digest: content.digest, mediaType: content.mediaType, content }
      },
      manifest: (digest) => later(() => find(digest)),
      config: ({ digest }) =>
        later(() => {
          const name = Object.keys(configs).find((one) => digestOf(one) === digest)
          if (name === undefined) throw GONE
          const config = configs[name]
          if (config instanceof Error) throw config
          return config
        }),
    },
    't' as Tag,
  )
}

const recorded = (text: string) => ({ text })

describe('the time of an image', () => {
  test('is the string in its config, whatever it says', async () => {
    const found = await read({ tag: image('c') }, { c: { created: '1970-01-01T00:00:00Z' } })
    expect(found).toEqual({
      tag: 't',
      digest: digestOf('tag'),
      resolved: 'yes',
      created: recorded('1970-01-01T00:00:00Z'),
      children: [],
    })
  })

  test.each([
    [{}, { because: 'no date' }],
    [{ created: 5 }, { because: 'no date' }],
    [[], { because: 'no date' }],
    [null, { because: 'no date' }],
    [GONE, { because: 'its config is missing' }],
    [BROKEN, { because: 'its config couldn’t be read' }],
  ])('with the config %j', async (config, created) => {
    expect((await read({ tag: image('c') }, { c: config })).created).toEqual(created)
  })

  test('doesn’t come from its labels or annotations', async () => {
    const annotations = { 'org.opencontainers.image.created': '2026-01-01T00:00:00Z' }
    const found = await read({ tag: image('c', { annotations }) }, { c: {} })
    expect(found.created).toEqual({ because: 'no date' })
  })

  test('is the annotation for an artifact', async () => {
    const chart = image('c', {
      config: {
        mediaType: 'application/vnd.cncf.helm.config.v1+json',
        digest: digestOf('c'),
        size: 2,
      },
      annotations: { 'org.opencontainers.image.created': '2026-01-01T00:00:00Z' },
    })
    expect((await read({ tag: chart })).created).toEqual(recorded('2026-01-01T00:00:00Z'))
  })
})

describe('an index', () => {
  const configs = {
    old: { created: '2026-01-01T00:00:00Z' },
    new: { created: '2026-02-01T00:00:00+01:00' },
    none: {},
  }

  test('is as new as its newest image, in any order; attestations don’t count', async () => {
    const held = { a: image('old'), b: image('new'), att: image('none') }
    for (const order of [['a', 'b', 'att'], ['b', 'a', 'att'], ['b', 'a'], ['b']]) {
      const found = await read({ ...held, tag: index(order) }, configs)
      expect(found.created).toEqual(recorded('2026-02-01T00:00:00+01:00'))
      expect(found.children).toEqual(order.map(digestOf))
    }
  })

  test('has no usable time if one of its images has none', async () => {
    const held = { a: image('old'), b: image('none') }
    const found = await read({ ...held, tag: index(['a', 'b']) }, configs)
    expect(found.created).toEqual({ because: 'no date' })
  })

  test('has no usable time if one of its images can’t be read', async () => {
    for (const child of [GONE, BROKEN, image('lost')]) {
      const found = await read({ a: image('new'), b: child, tag: index(['a', 'b']) }, configs)
      expect(found.created).toEqual({ because: expect.stringContaining('platform') })
      expect(found.children).toEqual([digestOf('a'), digestOf('b')])
    }
  })

  test('in an index counts with its images; if it can’t be read, its content is unknown', async () => {
    const held = { a: image('old'), b: image('new'), index1: index(['b']) }
    const found = await read({ ...held, tag: index(['a', 'index1']) }, configs)
    expect(found.created).toEqual(recorded('2026-02-01T00:00:00+01:00'))
    expect(found.children).toEqual([digestOf('a'), digestOf('index1'), digestOf('b')])
    const unsure = await read({ ...held, index1: BROKEN, tag: index(['a', 'index1']) }, configs)
    expect(unsure.created).toEqual({ because: expect.stringContaining('platform') })
    expect(unsure.children).toBeUndefined()
  })

  test('without an image has the time in its annotation', async () => {
    const annotations = { 'org.opencontainers.image.created': '2026-01-01T00:00:00Z' }
    expect((await read({ tag: index([], { annotations }) })).created).toEqual(
      recorded('2026-01-01T00:00:00Z'),
    )
    expect((await read({ tag: index([]) })).created).toEqual({ because: 'no date' })
  })
})

describe('a tag that can’t be read', () => {
  test.each([
    [GONE, 'gone'],
    [BROKEN, 'unknown'],
    [new NotFoundError('GET x', 404, [], '<html>'), 'unknown'],
  ])('%s', async (error, resolved) => {
    expect(await read({ tag: error })).toMatchObject({
      resolved,
      digest: undefined,
      children: undefined,
    })
  })

  test.each([
    new LoginRequiredError('GET x', 401, [], ''),
    new RegistryUnreachableError('GET x', 'network', 'GET x: no answer'),
  ])('%s ends the reading: the others would fail as well', async (error) => {
    await expect(read({ tag: error })).rejects.toBe(error)
  })
})
