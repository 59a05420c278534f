import { pushAttestation, pushImage, pushIndex } from '../content.mjs'
import { layerOf } from '../layer.mjs'
import { BASE_STEPS, ociLabels, PATH, PLATFORMS } from './common.mjs'
import { buildkitHistory } from './history.mjs'
import { rootFiles } from './rootfs.mjs'

/** @typedef {import('./common.mjs').Materials} Materials */

/**
 * The base of the others: three platforms, each with an attestation, several tags on one digest.
 *
 * @param {Materials} materials
 */
export async function pushBase({ origin, busybox }) {
  const place = { origin, repository: 'platform/build/images/base', reuse: true }
  for (const [version, created] of /** @type {const} */ ([
    ['1.34', '2025-03-18T09:12:44Z'],
    ['1.35', '2026-02-03T07:55:10Z'],
  ])) {
    const manifests = []
    for (const platform of PLATFORMS) {
      const files = rootFiles({ busybox, architecture: platform.architecture })
      const release = { path: 'etc/harbour-release', content: `${version}\n` }
      const image = await pushImage({
        ...place,
        platform,
        layers: [layerOf(files), layerOf([release, { path: 'etc/.wh.motd', content: '' }])],
        history: buildkitHistory(
          [
            ...BASE_STEPS,
            { line: `RUN echo ${version} > /etc/harbour-release && rm /etc/motd` },
            { line: 'CMD ["sh"]', empty: true },
          ],
          created,
        ),
        config: {
          created,
          config: {
            Env: [PATH],
            Cmd: ['sh'],
            Labels: ociLabels('Harbour Linux', version, created),
          },
        },
      })
      manifests.push({
        image: image.descriptor,
        attestation: await pushAttestation({ ...place, image: image.descriptor }),
      })
    }
    const index = [
      ...manifests.map(({ image }) => image),
      ...manifests.map(({ attestation }) => attestation.descriptor),
    ]
    const tags = version === '1.35' ? ['1.35', '1.35.0', '1', 'latest'] : ['1.34', '1.34.1']
    for (const tag of tags) await pushIndex({ ...place, tag, manifests: index })
  }
}
