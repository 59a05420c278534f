import { expect, test } from 'vitest'
import { manifestFixture } from '../../test/fixtures/image/readFixture.ts'
import { isReferrersOrCosign } from './attachmentContent.ts'

test.each([
  ['cosign-referrers-index', true],
  ['cosign-sig-manifest', true],
  ['cosign-att-manifest', true],
  ['buildkit-index', false],
  ['docker-manifest', false],
  ['helm-manifest', false],
])('%s behind a sha256-… tag is an attachment: %s', (name, isAttachment) =>
  expect(isReferrersOrCosign({ manifest: manifestFixture(name) })).toBe(isAttachment),
)
