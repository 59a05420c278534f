import { QueryCache, QueryClient, notifyManager } from '@tanstack/react-query'
import { RegistryUnreachableError, isTemporary } from '../registry/errors.ts'
import { createWaveScheduler } from './waveScheduler.ts'
import { noticeLoginRequired } from './session/session.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: unknown
  }
}

/** The only cache. Unused data is dropped after minutes; until then, content by digest isn't requested again. */
export function createQueryClient(): QueryClient {
  notifyManager.setScheduler(createWaveScheduler())
  return new QueryClient({
    queryCache: new QueryCache({ onError: noticeLoginRequired }),
    defaultOptions: {
      queries: {
        // After a 30-second timeout, don't silently try again.
        retry: (failures, error) =>
          failures < 1 &&
          isTemporary(error) &&
          !(error instanceof RegistryUnreachableError && error.reason === 'timeout'),
        retryDelay: 400,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A LAN without internet access isn't "offline".
        networkMode: 'always',
        // The data contains Maps and bytes, which structural sharing can't compare.
        structuralSharing: false,
      },
    },
  })
}
