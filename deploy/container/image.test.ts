import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')

test('the image has the version of the package', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  expect(read('Dockerfile')).toContain(`ARG VERSION=${version}\n`)
})

test('each location that proxies to the registry checks the response first', () => {
  const locations = read('nginx.conf').split(/^    location /m)
  const asking = locations.filter((location) => location.includes('proxy_pass '))
  expect(asking.length).toBeGreaterThan(0)
  for (const location of asking) expect(location).toContain('js_header_filter answers.')
})

test('every name that the configuration needs is exported', () => {
  const needed = new Set(read('nginx.conf').match(/(?<=\$\{)HOMEPORT_\w+(?=\})/g))
  const exported = new Set(
    /^export ([^]*)$/m.exec(read('deploy/container/homeport.envsh'))?.[1]?.match(/HOMEPORT_\w+/g),
  )
  expect([...needed].filter((name) => !exported.has(name))).toEqual([])
  expect(
    [...exported].filter((name) => !needed.has(name)),
    'exported for nobody',
  ).toEqual([])
})
