import { expect, test } from 'vitest'
import { parseDigest } from '../../../test/names.ts'
import { readAttachmentTag, referrersTag } from './attachmentTags.ts'

const subject = parseDigest(`sha256:${'a'.repeat(64)}`)

test('tags of attachments are read; a longer hash is cut to a tag', () => {
  expect(readAttachmentTag(`sha256-${'a'.repeat(64)}.sig`)).toEqual({ subject, ending: 'sig' })
  expect(readAttachmentTag(referrersTag(subject))).toEqual({ subject, ending: '' })
  expect(readAttachmentTag('sha256-abc.sig')).toBeUndefined()
  expect(readAttachmentTag('latest')).toBeUndefined()
  expect(referrersTag(parseDigest(`sha512:${'b'.repeat(128)}`))).toBe(`sha512-${'b'.repeat(64)}`)
})
