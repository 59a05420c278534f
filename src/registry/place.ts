import type { RepositoryName } from './names.ts'
import type { Transport } from './transport/transport.ts'

/** A repository and the transport to reach it. */
export type Place = {
  readonly transport: Transport
  readonly repository: RepositoryName
  /** Aborts reads only. */
  readonly signal?: AbortSignal | undefined
}
