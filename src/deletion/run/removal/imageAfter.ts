import { LoginRequiredError } from '../../../registry/errors.ts'
import type { Digest } from '../../../registry/names.ts'
import type { Attempt } from '../../../registry/transport/attempt.ts'
import type { Run } from '../run.ts'

/**
 * What is known of an image after its DELETE was tried. Where that failed or was not answered, the registry is
 * asked: that it does not know the image any more is proof. That it still shows it is none, since two
 * registries on one storage show a deleted digest for a while.
 */
export async function imageAfter(
  run: Run,
  digest: Digest,
  { kind }: Pick<Attempt, 'kind'>,
): Promise<'deleted' | 'stays' | 'unknown'> {
  switch (kind) {
    case 'done':
    case 'absent':
      return 'deleted'
    case 'refused':
    case 'rejected':
    case 'withheld':
      return 'stays'
    case 'broken':
    case 'lost':
      try {
        return (await run.ask(digest)).kind === 'absent' ? 'deleted' : 'unknown'
      } catch (error) {
        if (!(error instanceof LoginRequiredError)) throw error
        run.stop({ kind: 'login', error })
        return 'unknown'
      }
  }
}
