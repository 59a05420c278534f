import { formatCount } from '../../../format/count.ts'
import { Failure } from '../../../components/Failure.tsx'
import { nameSome } from '../../../format/nameSome.ts'
import type { Tag } from '../../../registry/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import type { Reading } from '../useReading.ts'
import type { CandidateReading } from './useEvaluation.ts'

/** How many of the tags of a list are read. */
export function ReadingLine({ reading }: { reading: Reading }) {
  const { read, all, isRunning, start, stop } = reading
  if (read === all) return null
  return (
    <span className="flex items-center gap-2 text-soft" role="status">
      {formatCount(read)} of {formatCount(all)} read
      <Button look="quiet" onClick={isRunning ? stop : start}>
        {isRunning ? 'Stop' : 'Go on'}
      </Button>
    </span>
  )
}

/** What could not be read, and what follows from that. */
export function ReadingTrouble({
  reading,
  unresolved,
}: {
  reading: CandidateReading
  /** Tags that were asked about without an answer that proves where they point. */
  unresolved: readonly Tag[]
}) {
  if (reading.error !== undefined && !reading.isRunning) {
    return (
      <div className="mt-3">
        <Failure error={reading.error} onRetry={reading.start} />
      </div>
    )
  }
  if (unresolved.length === 0) return null
  const isOne = unresolved.length === 1
  return (
    <div className="mt-3">
      <Notice
        look="warning"
        title={`It is unknown where ${nameSome(unresolved)} ${isOne ? 'points' : 'point'}`}
        action={<Button onClick={() => reading.again(unresolved)}>Ask again</Button>}
      >
        The registry gave no answer that proves it. {isOne ? 'It stays' : 'They stay'}, and as long
        as that is so, no image is deleted as a whole: tags are only taken off.
      </Notice>
    </div>
  )
}
