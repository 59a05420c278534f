import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { lookAfterInterrupted } from './app/lookAfterInterrupted.ts'
import { AppRoutes, FailedPage } from './app/routes.tsx'
import { startLoading } from './app/startLoading.ts'
import './index.css'
import { createQueryClient } from './queries/queryClient.ts'
import { basePath } from './queries/session/settings.ts'
import { BrowserRouter } from 'react-router'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'

const queryClient = createQueryClient()
// What fails there is shown by the page that asks again.
void startLoading(queryClient)
  .catch(() => undefined)
  .then(render)
lookAfterInterrupted(queryClient)

function render() {
  const root = document.querySelector('#root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter basename={`${basePath}/`}>
          <ErrorBoundary fallback={(error) => <FailedPage error={error} />}>
            <AppRoutes />
          </ErrorBoundary>
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
}
