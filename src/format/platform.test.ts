import { expect, test } from 'vitest'
import { fitPlatforms } from './platform.ts'

const NAMES = ['linux/amd64', 'linux/arm64/v8', 'linux/arm/v7', 'windows/amd64', 'windows/arm64']

test.each([
  [5, ['linux/amd64'], 4],
  [29, ['linux/amd64', 'arm64/v8'], 3],
  [200, ['linux/amd64', 'arm64/v8', 'arm/v7', 'windows/amd64', 'arm64'], 0],
])('%d characters have room for %j', (room, shown, more) =>
  expect(fitPlatforms(NAMES, room)).toEqual({ shown, more }),
)

test('one platform, or none, is shown as it is', () => {
  expect(fitPlatforms(['linux/s390x'], 0)).toEqual({ shown: ['linux/s390x'], more: 0 })
  expect(fitPlatforms([], 20)).toEqual({ shown: [], more: 0 })
})
