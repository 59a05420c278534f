import { expect, test } from 'vitest'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import { listSuggestions } from './suggestions.ts'

const repositories = ['library/nginx', 'library/redis', 'team/nginx'].map(parseRepositoryName)
const tags = ['1.9', '1.27', `sha256-${'0a'.repeat(32)}.sig`, 'latest'].map(parseTag)

function suggest(text: string): string[] {
  return listSuggestions(text, repositories, tags, ['registry.home']).map(({ to }) => to)
}

test('what exists comes first, with typos allowed; the typed text comes last', () => {
  expect(suggest('nginx')).toEqual([
    '/repository/library/nginx',
    '/repository/team/nginx',
    '/repository/nginx',
  ])
  expect(suggest('ngnix')).toEqual([
    '/repository/library/nginx',
    '/repository/team/nginx',
    '/repository/ngnix',
  ])
  expect(listSuggestions('nginx', repositories, tags, []).at(-1)?.text).toBe('Open nginx by name')
  expect(suggest('nginx lib')).toEqual(['/repository/library/nginx'])
  expect(suggest('library/redis')).toEqual(['/repository/library/redis'])
  expect(suggest('  ')).toEqual([])
})

test('a digest leads to the tags of the open repository, and to no repository of that name', () => {
  const here = repositories[0]
  for (const digest of ['ae8576d94ff4', `sha256:${'0a'.repeat(32)}`]) {
    expect(suggest(digest)).toEqual([])
    expect(listSuggestions(digest, repositories, tags, [], here)).toMatchObject([
      {
        what: 'digest',
        to: `/repository/library/nginx?${new URLSearchParams({ q: digest }).toString()}`,
      },
    ])
  }
})

test('tags of the typed repository, highest first, without attachments', () => {
  expect(suggest('library/nginx:1')).toEqual([
    '/image/library/nginx:1.27',
    '/image/library/nginx:1.9',
    '/image/library/nginx:1',
  ])
  expect(suggest('library/nginx:1.9')).toEqual(['/image/library/nginx:1.9'])
  expect(suggest('library/nginx:')).toEqual([
    '/image/library/nginx:latest',
    '/image/library/nginx:1.27',
    '/image/library/nginx:1.9',
    '/repository/library/nginx',
  ])
})

test('a pasted reference is one image, without its host', () => {
  const digest = `sha256:${'ab'.repeat(32)}`
  expect(suggest(`registry.home/a.b/c:7@${digest}`)).toEqual([`/image/a.b/c:7@${digest}`])
  expect(suggest(`host:5000/c@${digest}`)).toEqual([`/image/c@${digest}`])
  expect(suggest('host:5000/library/redis')).toEqual(['/repository/library/redis'])
  expect(suggest('registry.home/library/nginx:1.9')).toEqual(['/image/library/nginx:1.9'])
})
