import { Link } from 'react-router'
import { paths } from '../../routing/paths.ts'
import { explainError } from './explainError.ts'
import { findCheck } from './findCheck.ts'

/** An error in a row: what happened, with a link to its line on the page Connection. */
export function FailureLink({ error, isShort = false }: { error: unknown; isShort?: boolean }) {
  const { short, title, detail, advice } = explainError(error)
  return (
    <Link
      to={paths.connection(findCheck(error))}
      title={isShort ? title : (detail ?? advice)}
      className="text-danger hover:underline"
    >
      {isShort ? short : title}
    </Link>
  )
}
