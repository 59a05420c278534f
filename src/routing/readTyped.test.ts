import { expect, test } from 'vitest'
import { parseRepositoryName } from '../../test/names.ts'
import { paths } from './paths.ts'
import { readTyped } from './readTyped.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`
const known = ['team/app', 'homeport/own'].map(parseRepositoryName)

test.each([
  ['team/app', '/repository/team/app'],
  [' team/app:1 ', '/image/team/app:1'],
  // This page's host, with and without a port, and the registry's.
  ['homeport/team/app', '/repository/team/app'],
  ['homeport/team/app:1', '/image/team/app:1'],
  ['localhost:5180/team/app', '/repository/team/app'],
  [`registry:5000/team/app@${DIGEST}`, `/image/team/app@${DIGEST}`],
  ['https://registry:5000/team/app:1', '/image/team/app:1'],
  // A repository whose name begins with the host's.
  ['homeport/own:2', '/image/homeport/own:2'],
  [DIGEST, undefined],
  ['sha256:ab', undefined],
  ['two words', undefined],
  ['/x$/', undefined],
])('%s opens %s', (text, to) => {
  const reference = readTyped(text, ['registry:5000', 'homeport'], known)
  expect(reference && paths.reference(reference)).toBe(to)
})
