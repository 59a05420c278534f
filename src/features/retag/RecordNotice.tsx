import { useQuery } from '@tanstack/react-query'
import { recordStateQuery } from '../../queries/journal.ts'

/** Where this browser keeps no record: that what is done now cannot be undone. */
export function RecordNotice() {
  const { data } = useQuery(recordStateQuery())
  if (!data || data.unavailable === undefined) return null
  return (
    <p className="mt-2 text-warning">
      {data.unavailable}. This is not recorded, and Homeport cannot undo it.
    </p>
  )
}
