import { describe, expect, test } from 'vitest'
import { readShape } from './shapes.ts'
import { readGroup } from '../rules/rankNewest.ts'

describe('the shape of a tag', () => {
  test.each([
    [
      '.release',
      '1.2.3 v1.2.3 V1.2.3 1.2.3.4 10.0.0 1.2.3-alpine v1.2.3-alpine3.20 1.2.3-slim-bookworm',
    ],
    [
      '.release',
      '5.0.0.Final 1.2.3-arm64v8 2024.1.5 1.2.3_windowsservercore 1.2.3_build 1.2.3+build',
    ],
    [
      '.prerelease',
      '1.2.0-rc.1 1.2.0rc1 1.2-beta 1.0.0-alpha 1.0.0-ALPHA.2 v1.0.2rc3-1234 1.0-SNAPSHOT',
    ],
    ['.prerelease', '1.0.0.dev5 1.0.0-rc1-alpine 3.13-rc 1.0.0-nightly-20260930 2.0.0-next.5'],
    [
      '.build',
      'v1.0.0-12-ge7e744a7 v1.0.2-1234 1.0-7 1.0.0-e7e744a 1.0.0-build.5 1.0.0-12-ge7e744a-dirty',
    ],
    ['.build', '1.0.0_1234 1.0.0+1234 1.0.0-20260930 1.0.0-1234-alpine'],
    ['.sha', `e7e744a 1234abc sha-e7e744a git-1234567 ${'0a'.repeat(20)} ${'0a'.repeat(32)}`],
    [
      '.date',
      '2026-09-30 20260930 2026_09_30 202609301215 20260930121530 20260930-1215 20260930T121530Z',
    ],
    ['.date', '20260930.2 2024-02-29 2026-09-30-1215'],
    ['.number', '1 007 1234 123456 1234567890'],
  ])('%s: %s', (shape, tags) => {
    expect(tags.split(' ').map((tag) => [tag, readShape(tag)])).toEqual(
      tags.split(' ').map((tag) => [tag, shape]),
    )
  })

  test.each([
    ['one or two numbers are a series, or a version', '1.2 v1 1.2-alpine'],
    ['a date, or a version', '2026.09.30'],
    ['a number, or a hash', '1234567 12345678 20269999 123456789012'],
    ['a word, or a hash', 'defaced deadbeef 1.0.0-deadbeef feedface'],
    ['a revision, a beta, a build', '1.0.0-b7 1.0.0-r3 1.0.0-a1 1.0.0-M1'],
    [
      'a number of the variant or of a build',
      '1.0.0-ubuntu-22.04 1.0.0-alpine-1234 1.0.0-alpine-rc1',
    ],
    ['no day there is', '2026-13-01 2026-02-30 20260931-1215 2025-02-29'],
    [
      'nothing known',
      'latest main ci-main-1234 release-1.2.3 1.2.3abc 1.2.3- 1.2.3--x abc1234 E7E744A',
    ],
    ['no time there is', '20260930-2515'],
    ['a hash that is too short or too long', `12ab ${'0a'.repeat(21)}`],
  ])('none: %s', (_, tags) => {
    const found = tags.split(' ').map((tag) => [tag, readShape(tag)])
    const allowed = new Set([undefined, ...(tags.includes('abc1234') ? ['.sha'] : [])])
    expect(found.filter(([, shape]) => !allowed.has(shape))).toEqual([])
  })
})

describe('groups', () => {
  test.each([
    ['ci-main-1234', 'ci-main'],
    ['ci-main-20260930-e7e744a', 'ci-main'],
    ['ci-main-2026-09-30', 'ci-main'],
    ['ci_main_7', 'ci_main'],
    ['env18-101', 'env18'],
    ['v1.0.0-12-ge7e744a7', 'v1.0.0'],
    ['pr-12', 'pr'],
    ['1234', ''],
    ['e7e744a', ''],
    ['2026-09-30', ''],
    ['nightly-20260930.2', 'nightly'],
    ['latest', undefined],
    ['v1.2.3', undefined],
    ['1.2.3-alpine', undefined],
    ['ci-defaced', undefined],
    ['env18', undefined],
  ])('the prefix of %s is %s', (tag, prefix) => {
    expect(readGroup(tag, 'prefix')).toBe(prefix)
  })

  test.each([
    ['v1.02.3', '1.2', '1'],
    ['1.2', '1.2', '1'],
    ['1.2.3-rc.1', '1.2', '1'],
    ['1', undefined, undefined],
    ['main', undefined, undefined],
  ])('%s belongs to minor %s and major %s', (tag, minor, major) => {
    expect(readGroup(tag, 'minor')).toBe(minor)
    expect(readGroup(tag, 'major')).toBe(major)
  })
})
