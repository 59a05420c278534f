import { probeDeletion } from '../../../deletion/ability/ability.ts'
import { REMEDIES } from '../../../features/deletion/remedies.ts'
import { settings } from '../../../queries/session/settings.ts'
import { type Finding, failed } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { NO_SAMPLE } from './lists.ts'

export async function examineDeletion({ sample }: Probe): Promise<Finding> {
  if (settings.readOnly) return forbidden('read-only')
  const found = await sample()
  if (!found) return NO_SAMPLE
  const ability = await probeDeletion(found.place)
  const testable = found.place.repository
  switch (ability.kind) {
    case 'by-tag':
      return { state: 'ok', seen: 'Single tags can be deleted, and whole images.', testable }
    case 'by-digest':
      return {
        state: 'ok',
        seen: `Whole images can be deleted${ability.takesAlong ? '; their signatures and attachments go along' : ''}. The registry can’t delete a single tag; Homeport deletes one by way of a copy.`,
        testable,
      }
    case 'refused': {
      const { by, error } = ability
      if (by === 'login' || by === 'no-right' || by === 'unknown') return failed(error, 'limited')
      return forbidden(by)
    }
  }
}

function forbidden(by: keyof typeof REMEDIES): Finding {
  const [title, line, text] = REMEDIES[by]
  return { state: 'limited', seen: `${title}.`, remedy: { text, lines: [line] } }
}
