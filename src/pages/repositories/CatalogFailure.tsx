import { Failure } from '../../components/failures/Failure.tsx'
import { LazyPart, lazyComponent } from '../../components/failures/LazyPart.tsx'
import { formatCounted } from '../../format/count.ts'
import {
  LoginRequiredError,
  MalformedResponseError,
  RegistryRejectedError,
} from '../../registry/errors.ts'

const CatalogNotice = lazyComponent(async () => (await import('./CatalogNotice.tsx')).CatalogNotice)

/** Shown if the catalog couldn't be read completely: the error, and how to go on without it. */
export function CatalogFailure({
  error,
  shown,
  isIncomplete,
  onRetry,
  isBusy,
}: {
  error: unknown
  /** Repositories that are shown nevertheless; `undefined` if there are none. */
  shown: number | undefined
  isIncomplete: boolean
  onRetry: () => void
  isBusy: boolean
}) {
  const isCircle = error instanceof MalformedResponseError && error.reason === 'circle'
  const isRefused =
    error instanceof RegistryRejectedError &&
    !(error instanceof LoginRequiredError) &&
    [403, 404, 405].includes(error.status)
  if (!isCircle && (shown !== undefined || !isRefused)) {
    const names = formatCounted(shown ?? 0, 'repository', 'repositories')
    const known = isIncomplete
      ? { title: `This list is incomplete: the first ${names}`, retryText: 'Continue' }
      : { title: 'Couldn’t refresh; showing the previous list' }
    return <Failure {...{ error, onRetry, isBusy }} {...(shown !== undefined && known)} />
  }
  return (
    <LazyPart>
      <CatalogNotice {...{ error, shown, onRetry, isBusy }} />
    </LazyPart>
  )
}
