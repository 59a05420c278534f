import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFixture } from '../../test/fixtures/image/readFixture.ts'
import { parseImageConfig } from './imageConfig.ts'

test('a BuildKit config, field by field', () => {
  const config = parseImageConfig(readFixture('buildkit-config'))
  expect(config).toMatchObject({
    os: 'linux',
    architecture: 'amd64',
    created: new Date('2026-11-24T20:30:48.635Z'),
    problems: [],
    executionParameters: {
      user: '1000:1000',
      workingDir: '/srv',
      stopSignal: 'SIGQUIT',
      entrypoint: ['/usr/bin/true'],
      cmd: ['--serve'],
      exposedPorts: ['53/udp', '8080/tcp'],
      volumes: ['/data'],
      healthcheck: { test: ['CMD', '/usr/bin/true'], interval: 30_000_000_000 },
    },
  })
  expect(config.executionParameters.labels.get('org.opencontainers.image.title')).toBe('hello')
  expect(config.history).toHaveLength(14)
  expect(config.history.filter((entry) => !entry.emptyLayer)).toHaveLength(5)
  expect(config.diffIds).toHaveLength(5)
})

test('a config of the classic builder: null is the same as missing', () => {
  const config = parseImageConfig(readFixture('httpd-config'))
  expect(config.problems).toEqual([])
  expect(config.executionParameters.cmd).toEqual(['httpd-foreground'])
  expect(config.executionParameters.entrypoint).toBeUndefined()
  expect(config.executionParameters.exposedPorts).toEqual(['80/tcp'])
})

test('each wrong field is ignored on its own, and reported', () => {
  const config = parseImageConfig({
    os: 7,
    architecture: 'arm64',
    created: {},
    history: [{ created_by: 'RUN a' }, null, 'x', { created_by: 3, empty_layer: 'yes' }],
    rootfs: { diff_ids: 'sha256:x' },
    config: {
      Env: ['A=1', 2],
      Cmd: 'run me',
      Labels: { a: 'b', c: 4 },
      ExposedPorts: [80],
      User: [],
    },
  })
  expect(config.architecture).toBe('arm64')
  expect(config.os).toBeUndefined()
  expect(config.history.map((entry) => entry.createdBy)).toEqual(['RUN a', '', '', ''])
  expect(config.executionParameters.env).toEqual(['A=1'])
  expect(config.executionParameters.cmd).toEqual(['run me'])
  expect([...config.executionParameters.labels]).toEqual([['a', 'b']])
  expect(config.problems).toEqual([
    'history[2] is not an object',
    'history[3].created_by is not a string',
    'history[3].empty_layer is not true or false',
    'created is not a string',
    'os is not a string',
    'config.User is not a string',
    'config.Env contains non-strings',
    'config.ExposedPorts is not an object',
    'config.Labels contains non-strings',
  ])
})

test('a label named __proto__ is a label', () => {
  const { labels } = parseImageConfig(
    JSON.parse('{"config": {"Labels": {"__proto__": "x", "constructor": "y"}}}'),
  ).executionParameters
  expect([...labels.keys()]).toEqual(['__proto__', 'constructor'])
})

test('what is too long is truncated, and reported', () => {
  const history = Array.from({ length: 6000 }, () => ({ created_by: 'x'.repeat(70_000) }))
  const config = parseImageConfig({
    history: history.slice(0, 1).concat(history.slice(1).map(() => ({ created_by: '' }))),
  })
  expect(config.history).toHaveLength(5000)
  expect(config.history[0]?.createdBy).toHaveLength(65_537)
  expect(config.problems).toEqual(['history has 6000 entries; the first 5000 were read'])
})

const anyField = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, -1, 1e308, '', [], {}, [[]], [null]),
)

test('no JSON makes it throw', () => {
  const anyConfig = fc.record(
    {
      created: anyField,
      os: anyField,
      architecture: anyField,
      history: fc.oneof(
        anyField,
        fc.array(fc.record({ created_by: anyField, empty_layer: anyField }, { requiredKeys: [] })),
      ),
      rootfs: anyField,
      config: fc.oneof(
        anyField,
        fc.record(
          {
            Env: anyField,
            Cmd: anyField,
            Labels: anyField,
            Healthcheck: anyField,
            Volumes: anyField,
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), anyConfig), (json) => {
      const config = parseImageConfig(json)
      expect(config.history.every((entry) => typeof entry.createdBy === 'string')).toBe(true)
      expect(config.executionParameters.env.every((one) => typeof one === 'string')).toBe(true)
    }),
  )
})
