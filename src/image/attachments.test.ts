import { expect, test } from 'vitest'
import { parseDigest, parseTag } from '../../test/names.ts'
import { attachmentTag, foldAttachments, listMarks } from './attachments.ts'

const hex = (letter: string) => letter.repeat(64)
const digest = (letter: string) => parseDigest(`sha256:${hex(letter)}`)
const tag = (letter: string, ending = '') => parseTag(`sha256-${hex(letter)}${ending}`)

test('cosign’s tags and the list of referrers are recognized by name', () => {
  expect(attachmentTag(tag('a', '.sig'))).toEqual({
    tag: tag('a', '.sig'),
    subject: digest('a'),
    label: 'signature',
  })
  expect(attachmentTag(tag('a', '.att'))?.label).toBe('attestation')
  expect(attachmentTag(tag('a', '.sbom'))?.label).toBe('SBOM')
  expect(attachmentTag(tag('a'))?.label).toBe('referrers')
  expect(attachmentTag(parseTag('sha256-abc'))).toBeUndefined()
  expect(attachmentTag(parseTag('1.27'))).toBeUndefined()
})

test('they fold under every tag that reaches their subject, also through children and referrers', () => {
  const reach = new Map([
    [parseTag('1.0'), [digest('a'), digest('b')]],
    [parseTag('latest'), [digest('a')]],
    [tag('a'), [digest('1'), digest('c')]],
  ])
  const tags = [parseTag('1.0'), tag('c'), tag('a'), tag('b', '.sig'), tag('d'), parseTag('latest')]
  const folded = foldAttachments(tags, (one) => reach.get(one) ?? [])
  expect(folded.tags).toEqual(['1.0', 'latest'])
  expect(folded.attachments.get(parseTag('1.0'))?.map((one) => one.tag)).toEqual([
    tag('a'),
    tag('b', '.sig'),
    tag('c'),
  ])
  expect(folded.attachments.get(parseTag('latest'))?.map((one) => one.tag)).toEqual([
    tag('a'),
    tag('c'),
  ])
  expect(folded.unplaced.map((one) => one.tag)).toEqual([tag('d')])
})

test('lists that refer to each other don’t loop', () => {
  const reach = new Map([
    [tag('a'), [digest('b')]],
    [tag('b'), [digest('a')]],
  ])
  const folded = foldAttachments([tag('a'), tag('b')], (one) => reach.get(one) ?? [])
  expect(folded.unplaced).toHaveLength(2)
})

test('signatures, SBOMs and provenance are known by their labels', () => {
  expect(listMarks(['sigstore bundle: signature', 'attestation: vulnerability scan'])).toEqual([
    'Signature',
  ])
  expect(listMarks(['BuildKit attestation: SPDX SBOM, SLSA provenance'])).toEqual([
    'SBOM',
    'Provenance',
  ])
  expect(listMarks(['cosign signature', 'CycloneDX SBOM'])).toEqual(['Signature', 'SBOM'])
  expect(listMarks(['attestation', 'artifact'])).toEqual([])
})
