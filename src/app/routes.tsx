import { type ComponentType, Suspense, useState } from 'react'
import { visibleText } from '../format/visibleText.ts'
import { FailedPart, lazyComponent } from '../components/failures/LazyPart.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { RepositoriesPage } from '../pages/repositories/RepositoriesPage.tsx'
import { RepositoryPage } from '../pages/repository/RepositoryPage.tsx'
import { registryHosts } from '../queries/session/settings.ts'
import type { ImageReference } from '../registry/imageReference.ts'
import { type Address, readAddress } from '../routing/paths.ts'
import { Link, Navigate, Route, Routes, useLocation } from 'react-router'
import { buttonClass } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { Notice } from '../ui/Notice.tsx'
import { RootLayout } from './RootLayout.tsx'

type ImagePageComponent = ComponentType<{ reference: ImageReference }>

/** The image page, once its code is loaded. */
let loadedImagePage: ImagePageComponent | undefined

/** Starts loading the image page's code. */
export async function loadImagePage(): Promise<ImagePageComponent> {
  const { ImagePage } = await import('../pages/image/ImagePage.tsx')
  loadedImagePage = ImagePage
  return ImagePage
}

const LazyImagePage = lazyComponent(loadImagePage)
const DeletedPage = lazyComponent(
  async () => (await import('../pages/deleted/DeletedPage.tsx')).DeletedPage,
)
const ConnectionPage = lazyComponent(
  async () => (await import('../pages/connection/ConnectionPage.tsx')).ConnectionPage,
)

/**
 * The frame and the page for the address. The two lists are part of the first download, since most visits start
 * there; the image page is loaded when opened.
 */
export function AppRoutes() {
  return (
    <RootLayout>
      <Routes>
        {/* One, whatever the address: links without a path mean the page that is open. */}
        <Route path="*" element={<AddressedPage />} />
      </Routes>
    </RootLayout>
  )
}

/** Each address starts with fresh state; if a page fails as a whole, the frame remains. */
function AddressedPage() {
  const { pathname } = useLocation()
  return (
    <ErrorBoundary key={pathname} fallback={(error) => <FailedPage error={error} />}>
      <PageOf address={readAddress(pathname, registryHosts)} />
    </ErrorBoundary>
  )
}

function PageOf({ address }: { address: Address }) {
  // A lazy component shows its fallback first, even if already loaded.
  const [ImagePage] = useState<ImagePageComponent>(() => loadedImagePage ?? LazyImagePage)
  switch (address.page) {
    case 'repositories':
      return <RepositoriesPage />
    case 'repository':
      return <RepositoryPage repository={address.repository} />
    case 'image':
      return (
        <Suspense fallback={<Waiting title={address.reference.repository} what="the image" />}>
          <ImagePage reference={address.reference} />
        </Suspense>
      )
    case 'deleted':
      return (
        <Suspense fallback={<Waiting title="Deleted" what="the history" />}>
          <DeletedPage />
        </Suspense>
      )
    case 'connection':
      return (
        <Suspense fallback={<Waiting title="Connection" what="the checks" />}>
          <ConnectionPage />
        </Suspense>
      )
    case 'moved':
      return <Navigate to={address.to} replace />
    case 'invalid':
      return (
        <Page title="Not found">
          <Notice
            className="mt-4"
            look="warning"
            title={`“${visibleText(address.text, 200)}” is not a valid ${address.what}`}
          >
            Repository names are lowercase, with parts separated by slashes. A tag comes after a
            colon, a digest after an @.
          </Notice>
        </Page>
      )
    case 'none':
      return (
        <Page title="Not found">
          <EmptyState
            title="There is no page at this address"
            action={
              <Link to="/" className={buttonClass()}>
                All repositories
              </Link>
            }
          >
            A repository is at /repository/NAME, an image at /image/NAME:TAG.
          </EmptyState>
        </Page>
      )
  }
}

/** While a page's code is loading. */
function Waiting({ title, what }: { title: string; what: string }) {
  return (
    <Page title={title}>
      <div className="min-h-dvh">
        <Loading what={what} />
      </div>
    </Page>
  )
}

/** Replaces a page that failed as a whole. */
export function FailedPage({ error }: { error: unknown }) {
  return (
    <Page title="Something went wrong">
      <div className="mt-4">
        <FailedPart error={error} />
      </div>
    </Page>
  )
}
