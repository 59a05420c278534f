import { MutationCache, QueryCache, QueryClient, notifyManager } from '@tanstack/react-query'
import { RegistryUnreachableError, isTemporary } from '../registry/errors.ts'
import { createWaveScheduler } from './waveScheduler.ts'
import { noticeLoginRequired } from './session.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: unknown
  }
}

/** The one cache. What nobody looks at is dropped after minutes; content behind a digest is never asked again before. */
export function createQueryClient(): QueryClient {
  notifyManager.setScheduler(createWaveScheduler())
  return new QueryClient({
    queryCache: new QueryCache({ onError: noticeLoginRequired }),
    mutationCache: new MutationCache({ onError: noticeLoginRequired }),
    defaultOptions: {
      queries: {
        // What took 30 seconds in vain is not asked a second time unseen.
        retry: (failures, error) => failures < 1 && isTemporary(error) && !isTimeout(error),
        retryDelay: 400,
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A LAN without the internet is not "offline".
        networkMode: 'always',
        // Answers hold Maps and bytes, which a comparison field by field does not understand.
        structuralSharing: false,
      },
    },
  })
}

function isTimeout(error: unknown): boolean {
  return error instanceof RegistryUnreachableError && error.reason === 'timeout'
}
