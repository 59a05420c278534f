import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextPage } from './pagination.ts'

const HERE = '/v2/_catalog?n=100'

test.each([
  ['</v2/_catalog?last=team%2Fapp1&n=2>; rel="next"', '/v2/_catalog?last=team%2Fapp1&n=2'],
  ['</v2/_catalog?n=2&last=team/app1>; rel=next', '/v2/_catalog?n=2&last=team/app1'],
  ['<?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['<http://registry:5000/v2/_catalog?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['<//evil.example/v2/_catalog?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['<https://evil.example/steal?last=b>;rel="next"', '/v2/_catalog?last=b'],
  ['</registry/v2/_catalog?last=b>; rel="next"', '/v2/_catalog?last=b'],
  ['</x?last=a>; rel="prev", </x?last=c>; rel="next"', '/v2/_catalog?last=c'],
  ['</x?last=a,b>; title="x"; rel="next"', '/v2/_catalog?last=a,b'],
  ['</x?last=b>; rel="first next"', '/v2/_catalog?last=b'],
])('%s leads to %s', (link, path) => expect(nextPage(link, HERE)).toBe(path))

test.each([
  null,
  '',
  '</v2/_catalog?last=b>',
  '</v2/_catalog?last=b>; rel="prev"',
  '</v2/_catalog?last=b>; rel="nextish"',
  '</v2/_catalog>; rel="next"',
  '<http://[>; rel="next"',
  '<javascript:alert(1)>; rel="next"',
])('%s leads nowhere', (link) => expect(nextPage(link, HERE)).toBeUndefined())

test('a page that links to itself isn’t taken as the end: the walk must notice the loop', () => {
  expect(nextPage('</v2/_catalog?n=100>; rel="next"', HERE)).toBe(HERE)
})

test('no header leads to another path or host', () => {
  const unit = fc.constantFrom(...'<>/?#:;,="\\ relnxthttp:@%2F..'.split(''))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit })), fc.string(), (link, last) => {
      for (const header of [link, `<${last}>; rel="next"`, `<${link}?last=x>; rel="next"`]) {
        const path = nextPage(header, HERE)
        const url = new URL(path ?? HERE, 'http://own.test')
        expect([url.host, url.pathname]).toEqual(['own.test', '/v2/_catalog'])
      }
    }),
  )
})
