import { type ComponentType, Suspense, lazy, useState } from 'react'
import { Navigate, Outlet, Route, Routes, useLocation, useParams } from 'react-router'
import { visibleText } from '../format/visibleText.ts'
import { Loading } from '../parts/Loading.tsx'
import { Page } from '../parts/Page.tsx'
import { RepositoriesPage } from '../pages/repositories/RepositoriesPage.tsx'
import { RepositoryPage } from '../pages/repository/RepositoryPage.tsx'
import { registryHosts } from '../queries/settings.ts'
import type { ImageReference } from '../registry/imageReference.ts'
import { legacyRedirect } from '../routing/legacyPaths.ts'
import { PATTERN, imageParam, repositoryParam } from '../routing/paths.ts'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { Notice } from '../ui/Notice.tsx'
import { FailedPage } from './FailedPage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { RootLayout } from './RootLayout.tsx'

type ImagePageComponent = ComponentType<{ reference: ImageReference }>

/** The image page, once its part of the program is there. */
let loadedImagePage: ImagePageComponent | undefined

/** Begins to load the image page's part of the program. */
export async function loadImagePage() {
  const module = await import('../pages/image/ImagePage.tsx')
  loadedImagePage = module.ImagePage
  return { default: module.ImagePage }
}

const LazyImagePage = lazy(loadImagePage)

const DeletedPage = lazy(async () => {
  const module = await import('../pages/deleted/DeletedPage.tsx')
  return { default: module.DeletedPage }
})

/**
 * The route table. The two lists are in the first download, since most visits begin there; what looks
 * inside an image comes when it is opened. A name becomes a type here, once.
 */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<RootLayout />}>
        <Route element={<PageBoundary />}>
          <Route path={PATTERN.repositories} element={<RepositoriesPage />} />
          <Route path={PATTERN.repository} element={<RepositoryRoute />} />
          <Route path={PATTERN.image} element={<ImageRoute />} />
          <Route path={PATTERN.deleted} element={<DeletedRoute />} />
          <Route path="*" element={<OtherRoute />} />
        </Route>
      </Route>
    </Routes>
  )
}

function RepositoryRoute() {
  const splat = useParams()['*']
  const repository = repositoryParam(splat)
  if (!repository) return <InvalidName what="repository name" text={splat} />
  // Another repository is another page: selection, details and sort begin anew.
  return <RepositoryPage key={repository} repository={repository} />
}

function ImageRoute() {
  const splat = useParams()['*']
  // What is lazy shows its fallback first, even when it is there already.
  const [ShownImagePage] = useState<ImagePageComponent>(() => loadedImagePage ?? LazyImagePage)
  const reference = imageParam(splat, registryHosts)
  if (!reference) return <InvalidName what="image reference" text={splat} />
  return (
    <Suspense
      fallback={
        <Page title={reference.repository}>
          <div className="min-h-dvh">
            <Loading what="the image" />
          </div>
        </Page>
      }
    >
      <ShownImagePage reference={reference} />
    </Suspense>
  )
}

function DeletedRoute() {
  return (
    <Suspense
      fallback={
        <Page title="Deleted">
          <Loading what="the record" />
        </Page>
      }
    >
      <DeletedPage />
    </Suspense>
  )
}

function OtherRoute() {
  const to = legacyRedirect(useLocation().pathname)
  return to === undefined ? <NotFoundPage /> : <Navigate to={to} replace />
}

function InvalidName({ what, text }: { what: string; text: string | undefined }) {
  return (
    <Page title="Not found">
      <div className="mt-4">
        <Notice look="warning" title={`“${visibleText(text ?? '', 200)}” is not a valid ${what}`}>
          Names are lower case, with parts separated by slashes; a tag comes behind a colon, a
          digest behind an @.
        </Notice>
      </div>
    </Page>
  )
}

/** A page that fails as a whole leaves the frame standing; another address starts afresh. */
function PageBoundary() {
  const { pathname } = useLocation()
  return (
    <ErrorBoundary key={pathname} fallback={(error) => <FailedPage error={error} />}>
      <Outlet />
    </ErrorBoundary>
  )
}
