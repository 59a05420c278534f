import { describe, expect, test } from 'vitest'
import type { RepositoryName } from '../../registry/names.ts'
import { parsePins } from './pins.ts'

const A = `sha256:${'a'.repeat(64)}`
const B = `sha256:${'b'.repeat(64)}`

/** Tags, digests by their first letter, and the number of images; or the first problem. */
function read(text: string, repository = 'team/app'): string {
  const parsed = parsePins(text, repository as RepositoryName)
  if ('problems' in parsed) return parsed.problems.join(' ')
  const { tags, digests, images, imagesHere } = parsed.pins
  const short = [...digests].map((digest) => `@${digest.slice(7, 8)}`)
  return `${[...tags, ...short].join(' ')} (${imagesHere} of ${images})`
}

describe('references', () => {
  test.each([
    ['team/app:1.0', '1.0 (1 of 1)'],
    [`team/app@${A}`, '@a (1 of 1)'],
    [`team/app:1.0@${A}`, '1.0 @a (1 of 1)'],
    ['team/app', 'latest (1 of 1)'],
    ['team/app:latest', 'latest (1 of 1)'],
    ['app:latest', ' (0 of 1)'],
    ['localhost:5000/team/app:1.0', '1.0 (1 of 1)'],
    ['registry.example/team/app:1.0', '1.0 (1 of 1)'],
    ['mirror.example:5000/hub/team/app:1.0', '1.0 (1 of 1)'],
    [`docker-pullable://registry.example/team/app@${A}`, '@a (1 of 1)'],
    ['team/app2:1.0', ' (0 of 1)'],
    ['theteam/app:1.0', ' (0 of 1)'],
    [`other/app@${B}`, '@b (0 of 1)'],
    [B, '@b (0 of 1)'],
  ])('%s', (text, found) => {
    expect(read(text)).toBe(found)
  })

  test('Docker omits library/', () => {
    expect(read('nginx:1.27', 'library/nginx')).toBe('1.27 (1 of 1)')
    expect(read('docker.io/library/nginx:1.27', 'library/nginx')).toBe('1.27 (1 of 1)')
    expect(read('nginx:latest', 'library/nginx')).toBe('latest (1 of 1)')
  })
})

describe('what kubectl and docker print', () => {
  test('a line of jsonpath', () => {
    expect(read('nginx registry.example/team/app:1.0 team/app:1.0 team/app:2.0')).toBe(
      '1.0 2.0 (3 of 4)',
    )
  })

  test('what KUBECTL prints: spaces, digests, and a volume’s image as JSON', () => {
    const specs = 'registry.example:5000/team/app:init team/app:debug team/app:nightly'
    const volume = '{"pullPolicy":"IfNotPresent","reference":"team/app:data"}'
    const ids = `docker-pullable://registry.example/team/app@${A} ${B} `
    expect(read(`${specs} ${volume} ${ids}`)).toBe('init debug nightly data @a @b (5 of 6)')
  })

  test('one image a line, with comments and counts', () => {
    expect(
      read('# what runs\n\n  team/app:1.0\r\n      3 team/app:2.0 # three times\n1 nginx\n'),
    ).toBe('1.0 2.0 (2 of 3)')
  })

  test('-o wide of deployments', () => {
    const table = [
      'NAMESPACE   NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES                                SELECTOR',
      'a           web    1/1     1            1           9d    app,side     registry.example/team/app:1.0,nginx   app=web',
      'b           api    1/1     1            1           9d    app          team/app:2.0                          app=api',
    ]
    expect(read(table.join('\n'))).toBe('1.0 2.0 (2 of 3)')
  })

  test('custom columns and docker ps', () => {
    expect(read('IMAGE\nteam/app:1.0\nteam/app:2.0\n')).toBe('1.0 2.0 (2 of 2)')
    const table = [
      'CONTAINER ID   IMAGE          COMMAND       CREATED      STATUS      PORTS   NAMES',
      '0123456789ab   team/app:1.0   "/app run"    2 days ago   Up 2 days           web',
    ]
    expect(read(table.join('\n'))).toBe('1.0 (1 of 1)')
  })

  test('YAML and JSON', () => {
    const yaml = [
      'apiVersion: v1',
      'spec:',
      '  containers:',
      '  - image: registry.example/team/app:1.0',
      '    imagePullPolicy: Always',
      '    name: app',
      `  - image: "team/app@${A}" # pinned`,
      '  volumes:',
      '  - image:',
      '      reference: team/app:data',
      'status:',
      '  containerStatuses:',
      `  - imageID: registry.example/team/app@${B}`,
      '    image: team/app:1.0',
      '  - imageID: ""',
    ]
    expect(read(yaml.join('\n'))).toBe('1.0 data @a @b (5 of 5)')
    expect(read('{\n  "image": "team/app:1.0",\n  "imageID": ""\n}')).toBe('1.0 (1 of 1)')
  })

  test('describe', () => {
    const text = `Containers:\n  app:\n    Image:          team/app:1.0\n    Image ID:       docker-pullable://team/app@${A}\n    Port:  80/TCP`
    expect(read(text)).toBe('1.0 @a (2 of 2)')
  })
})

test('a line of many spaces is read to its end', () => {
  const blanks = ' '.repeat(200_000)
  expect(read(`image: team/app:1.0${blanks}# a${blanks}b`)).toBe('1.0 (1 of 1)')
  expect(read(`image:${blanks}team/app:1.0${blanks}`)).toBe('1.0 (1 of 1)')
  expect(read(`image:\n  reference:${blanks}team/app:1.0${blanks}`)).toBe('1.0 (1 of 1)')
  expect(read(`image: a${blanks}b`)).toContain('is not an image')
})

describe('what can’t be understood is a problem', () => {
  test.each([
    ['', 'The list of images in use contains no image.'],
    [' \n# nothing\n', 'The list of images in use contains no image.'],
    ['team/app:1.0\n<html>', '“<html>” is not an image.'],
    ['No resources found', '“No resources found” contains no image.'],
    ['no resources found', '“no resources found” contains no image.'],
    ['error: the server does not answer', '“error:” is not an image.'],
    ['team/app:', '“team/app:” is not an image.'],
    ['team/app@sha256:abc', '“team/app@sha256:abc” is not an image.'],
    ['- image: {{ .Values.image }}', '“{{ .Values.image }}” is not an image.'],
    ['image:\n  repository: team/app\n  tag: 1.0', 'Line 1 has an image with no name.'],
    [
      'NAME   READY   STATUS\nweb    1/1     Running',
      expect.stringContaining('no IMAGE or IMAGES column'),
    ],
    ['NAME   IMAGE\nweb', '“web” has no image in the image column.'],
    [
      'NAME   IMAGE\nlonger-than-it   team/app:1.0',
      expect.stringContaining('no image in the image column'),
    ],
    ['IMAGE\n', 'The list of images in use contains no image.'],
  ])('%j', (text, problem) => {
    expect(read(text)).toEqual(problem)
  })
})
