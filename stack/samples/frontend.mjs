import { pushImage, tagManifest } from '../content.mjs'
import { incompressibleBytes, layerOf } from '../layer.mjs'
import { BASE_STEPS, ociLabels, PATH } from './common.mjs'
import { buildkitHistory } from './history.mjs'
import { rootFiles } from './rootfs.mjs'

const VERSIONS = 40
const FIRST_BUILD = Date.UTC(2025, 1, 4, 8, 30)
const TWO_WEEKS = 14 * 24 * 3600 * 1000

const STEPS = [
  ...BASE_STEPS,
  { line: 'WORKDIR /srv/app', empty: true },
  { line: 'COPY vendor/ /srv/app/vendor/' },
  { line: 'COPY dist/ /srv/app/' },
  { line: 'USER 1000:1000', empty: true },
  { line: 'EXPOSE map[8080/tcp:{}]', empty: true },
  { line: 'ENTRYPOINT ["/bin/busybox" "httpd" "-f" "-p" "8080" "-h" "/srv/app"]', empty: true },
]

/**
 * Forty versions with shared layers, as a pipeline leaves them, and moving tags.
 *
 * @param {import('./common.mjs').Materials} materials
 */
export async function pushFrontend({ origin, busybox }) {
  const place = { origin, repository: 'team/web/frontend', reuse: true }
  const base = layerOf(rootFiles({ busybox, architecture: 'amd64' }))
  let vendor = base
  for (let build = 0; build < VERSIONS; build++) {
    const version = `${1 + Math.floor(build / 16)}.${Math.floor((build % 16) / 4)}.${build % 4}`
    const created = new Date(FIRST_BUILD + build * TWO_WEEKS + build * 4_567_000).toISOString()
    if (version.endsWith('.0')) vendor = vendorLayer(build)
    await pushImage({
      ...place,
      tag: version,
      layers: [base, vendor, applicationLayer(build, version)],
      history: buildkitHistory(STEPS, created),
      config: {
        created,
        config: {
          User: '1000:1000',
          Env: [PATH, 'APP_ENV=production', 'APP_LOG=json'],
          Entrypoint: ['/bin/busybox', 'httpd', '-f', '-p', '8080', '-h', '/srv/app'],
          WorkingDir: '/srv/app',
          ExposedPorts: { '8080/tcp': {} },
          Labels: ociLabels('Shop frontend', version, created),
        },
      },
    })
  }
  const moving = { stable: '3.1.1', 3.1: '3.1.3', 3: '3.1.3', latest: '3.1.3' }
  for (const [tag, reference] of Object.entries(moving)) {
    await tagManifest({ ...place, reference, tag })
  }
}

/**
 * What all patch versions of a minor version share.
 *
 * @param {number} build
 */
function vendorLayer(build) {
  const packages = incompressibleBytes(1_100_000 + build * 10_000, `packages ${build}`)
  return layerOf({ 'srv/app/vendor/packages.bin': packages }, { level: 0 })
}

/**
 * @param {number} build
 * @param {string} version
 */
function applicationLayer(build, version) {
  const script = incompressibleBytes(180_000 + ((build * 37) % 11) * 9_000, version)
  const page = `<!doctype html><title>Shop ${version}</title>\n`
  const files = { 'srv/app/index.html': page, 'srv/app/assets/app.js': script }
  return layerOf(files, { level: 0 })
}
