import { expect, test } from 'vitest'
import { legacyRedirect } from './legacyPaths.ts'

test.each([
  ['/home', '/'],
  ['/about', '/'],
  ['/repositories', '/'],
  ['/repositories/20', '/'],
  ['/repositories/20/team/app', '/'],
  ['/tag/library/nginx/1.27/', '/image/library/nginx:1.27'],
  ['/tag/nginx/latest', '/image/nginx:latest'],
  ['/tag/nginx', '/'],
  ['/tag/', '/'],
  ['/repository/team/app', undefined],
  ['/', undefined],
  ['/x', undefined],
])('%s leads to %s', (path, to) => expect(legacyRedirect(path)).toBe(to))
