import type { RepositoryName } from './names.ts'
import type { Transport } from './transport/transport.ts'

/** A repository, over the transport that reaches it. */
export type Place = {
  readonly transport: Transport
  readonly repository: RepositoryName
  /** Ends what only reads. */
  readonly signal?: AbortSignal | undefined
}
