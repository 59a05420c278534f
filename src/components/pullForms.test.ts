import { expect, test, vi } from 'vitest'
import { readImageReference } from '../registry/imageReference.ts'

vi.stubGlobal('location', { host: 'registry.home:5000' })
vi.stubGlobal('document', { baseURI: 'http://registry.home:5000/' })
const { listPullForms, writePullCommand } = await import('./pullForms.ts')

const DIGEST = `sha256:${'ab'.repeat(32)}`

/** All pull commands for an artifact, as they are copied. */
function write(kind: Parameters<typeof listPullForms>[0], text: string) {
  const reference = readImageReference(text)
  return reference && listPullForms(kind).map((form) => writePullCommand(form, reference))
}

test.each(['a:1', `a@${DIGEST}`])('%s is pulled by each tool from the host of the page', (text) => {
  const image = `registry.home:5000/${text}`
  expect(write('image', text)).toEqual([
    `docker pull ${image}`,
    `podman pull ${image}`,
    `nerdctl pull ${image}`,
    `skopeo copy docker://${image} oci:image`,
    `crane pull ${image} image.tar`,
    `image: ${image}`,
    image,
  ])
})

test('a chart is pulled with helm, another artifact with oras', () => {
  expect(write('helm-chart', 'charts/shop:0.4.0')?.[0]).toBe(
    'helm pull oci://registry.home:5000/charts/shop --version 0.4.0',
  )
  expect(write('helm-chart', 'shop:1.0.0_build.2')?.[0]).toBe(
    'helm pull oci://registry.home:5000/shop --version 1.0.0+build.2',
  )
  expect(write('helm-chart', `shop@${DIGEST}`)?.[0]).toBe(
    `helm pull oci://registry.home:5000/shop@${DIGEST}`,
  )
  expect(write('artifact', 'notes:1')?.[0]).toBe('oras pull registry.home:5000/notes:1')
})
