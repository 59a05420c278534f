import { type ComponentType, Suspense, lazy, useState } from 'react'
import { Redirect, useLocation } from '../routing/router.tsx'
import { visibleText } from '../format/visibleText.ts'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { RepositoriesPage } from '../pages/repositories/RepositoriesPage.tsx'
import { RepositoryPage } from '../pages/repository/RepositoryPage.tsx'
import { registryHosts } from '../queries/settings.ts'
import type { ImageReference } from '../registry/imageReference.ts'
import { type Address, readAddress } from '../routing/paths.ts'
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
 * The frame, and in it the page of the address. The two lists are in the first download, since most visits
 * begin there; what looks inside an image comes when it is opened.
 */
export function AppRoutes() {
  return (
    <RootLayout>
      <AddressedPage />
    </RootLayout>
  )
}

/** Another address starts afresh; a page that fails as a whole leaves the frame standing. */
function AddressedPage() {
  const { pathname } = useLocation()
  return (
    <ErrorBoundary key={pathname} fallback={(error) => <FailedPage error={error} />}>
      <PageOf address={readAddress(pathname, registryHosts)} />
    </ErrorBoundary>
  )
}

function PageOf({ address }: { address: Address }) {
  switch (address.page) {
    case 'repositories':
      return <RepositoriesPage />
    case 'repository':
      return <RepositoryPage repository={address.repository} />
    case 'image':
      return <ImageRoute reference={address.reference} />
    case 'deleted':
      return <DeletedRoute />
    case 'moved':
      return <Redirect to={address.to} />
    case 'invalid':
      return <InvalidName what={address.what} text={address.text} />
    case 'none':
      return <NotFoundPage />
  }
}

function ImageRoute({ reference }: { reference: ImageReference }) {
  // What is lazy shows its fallback first, even when it is there already.
  const [ShownImagePage] = useState<ImagePageComponent>(() => loadedImagePage ?? LazyImagePage)
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

function InvalidName({ what, text }: { what: string; text: string }) {
  return (
    <Page title="Not found">
      <div className="mt-4">
        <Notice look="warning" title={`“${visibleText(text, 200)}” is not a valid ${what}`}>
          Names are lower case, with parts separated by slashes; a tag comes behind a colon, a
          digest behind an @.
        </Notice>
      </div>
    </Page>
  )
}
