import { expect, test } from 'vitest'
import type { Digest } from '../../registry/names.ts'
import { parseRepositoryName, parseTag } from '../../../test/names.ts'
import type { DeletionPlan } from '../plan/deletionPlan.ts'
import type { JournalEntry } from './journal.ts'
import { createMemoryJournal } from '../../../test/memoryJournal.ts'
import { createRunJournal } from './runJournal.ts'

const repository = parseRepositoryName('team/app')
const digest = `sha256:${'a'.repeat(64)}` as Digest

test('what another window removes is known', async () => {
  const journal = createMemoryJournal()
  const tag = { digest, copies: [], isGone: undefined }
  const other: JournalEntry = {
    id: 'other',
    run: 'other',
    at: new Date().toISOString(),
    repository,
    cause: 'deletion',
    state: 'open',
    tags: [
      { ...tag, tag: parseTag('sbom') },
      { ...tag, tag: parseTag('kept'), isGone: false },
    ],
    manifests: [],
    size: 0,
  }
  await journal.write([other])
  const own = createRunJournal(journal, { repository } as DeletionPlan, 'own')
  expect([...(await own.listRemovedByOthers())]).toEqual(['sbom'])
})
