import { attachArtifact, pushCosignSignature, pushImage, pushIndex } from '../content.mjs'
import { incompressibleBytes, layerOf } from '../layer.mjs'
import { BASE_STEPS, ociLabels, PATH, PLATFORMS } from './common.mjs'
import { buildkitHistory } from './history.mjs'
import { rootFiles } from './rootfs.mjs'

/** @typedef {import('./common.mjs').Materials} Materials */

/**
 * A service for two platforms, signed by cosign, with an SBOM attached.
 *
 * @param {Materials} materials
 */
export async function pushOrders({ origin, busybox }) {
  const place = { origin, repository: 'team/api/orders', reuse: true }
  for (const [tag, created] of /** @type {const} */ ([
    ['2.3.0', '2026-05-11T14:02:31Z'],
    ['2.4.0', '2026-09-22T10:41:07Z'],
  ])) {
    const manifests = []
    for (const platform of PLATFORMS.slice(0, 2)) {
      const program = incompressibleBytes(2_300_000, `orders ${tag} for ${platform.architecture}`)
      const image = await pushImage({
        ...place,
        platform,
        layers: [
          layerOf(rootFiles({ busybox, architecture: platform.architecture })),
          layerOf([{ path: 'usr/bin/orders', content: program, mode: 0o755 }], { level: 0 }),
        ],
        history: buildkitHistory(
          [
            ...BASE_STEPS,
            { line: 'COPY --from=build /out/orders /usr/bin/orders' },
            {
              line: 'HEALTHCHECK &{["CMD" "/usr/bin/orders" "health"] "30s" "3s" "0s" "0s" \'\\x03\'}',
              empty: true,
            },
            { line: 'ENTRYPOINT ["/usr/bin/orders"]', empty: true },
          ],
          created,
        ),
        config: {
          created,
          config: {
            User: '65534',
            Env: [PATH],
            Entrypoint: ['/usr/bin/orders'],
            Cmd: ['serve'],
            StopSignal: 'SIGQUIT',
            Healthcheck: {
              Test: ['CMD', '/usr/bin/orders', 'health'],
              Interval: 30_000_000_000,
              Timeout: 3_000_000_000,
              Retries: 3,
            },
            Labels: ociLabels('Orders', tag, created),
          },
        },
      })
      manifests.push(image.descriptor)
    }
    const index = await pushIndex({ ...place, tag, manifests })
    await pushCosignSignature({ ...place, image: index.descriptor })
    await attachArtifact({
      ...place,
      subject: index.descriptor,
      artifactType: 'application/spdx+json',
      files: [
        {
          name: 'sbom.spdx.json',
          mediaType: 'application/spdx+json',
          content: billOfMaterials(tag),
        },
      ],
      annotations: { 'org.opencontainers.image.created': created },
    })
    if (tag === '2.4.0') await pushIndex({ ...place, tag: 'latest', manifests })
  }
}

/** @param {string} version */
function billOfMaterials(version) {
  return JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `orders ${version}`,
    packages: [
      {
        name: 'busybox',
        versionInfo: '1.35.0',
        SPDXID: 'SPDXRef-busybox',
        licenseDeclared: 'GPL-2.0-only',
      },
      { name: 'orders', versionInfo: version, SPDXID: 'SPDXRef-orders', licenseDeclared: 'MIT' },
    ],
  })
}
