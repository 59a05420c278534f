import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { AppRoutes } from './app/routes.tsx'
import { startLoading } from './app/startLoading.ts'
import './index.css'
import { createQueryClient } from './queries/queryClient.ts'
import { basePath } from './queries/settings.ts'

const queryClient = createQueryClient()
void startLoading(queryClient).then(render)

function render() {
  const root = document.querySelector('#root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter basename={`${basePath}/`}>
          <AppRoutes />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
}
