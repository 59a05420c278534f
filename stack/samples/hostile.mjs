import { ask, pushImage } from '../content.mjs'
import { layerOf } from '../layer.mjs'

const SCRIPT = '<script>document.title = "taken over"</script>'
const IMAGE = '<img src=x onerror="document.title = \'taken over\'">'
/** Reorders the text after it if shown unescaped. */
const RIGHT_TO_LEFT = '\u202E'

/**
 * An image in which every string is an attack: scripts, `javascript:` links, characters that reorder
 * or hide text. A page that shows it as plain text is safe.
 *
 * @param {import('./common.mjs').Materials} materials
 */
export async function pushHostile({ origin }) {
  const files = ['../../etc/passwd', `bin/${RIGHT_TO_LEFT}gnp.sh`, `${SCRIPT}.txt`]
  const created = '2026-05-05T05:05:05Z'
  await pushImage({
    origin,
    repository: 'sandbox/hostile',
    tag: 'labels',
    layers: [layerOf(files.map((path) => ({ path, content: 'nothing\n' })))],
    history: [
      { created, created_by: `RUN echo "${SCRIPT}" ${IMAGE} # buildkit`, comment: IMAGE },
      { created, created_by: `ENV NAME=${RIGHT_TO_LEFT}txt.exe`, empty_layer: true },
      {
        created,
        created_by: `RUN \u001B[2J\u0000\u0007 ${'a very long line '.repeat(200)}`,
        empty_layer: true,
      },
    ],
    config: {
      created,
      author: SCRIPT,
      config: {
        Env: [`A=${SCRIPT}`, `B=${RIGHT_TO_LEFT}dessertser`, 'no equals sign', '=no name'],
        Cmd: [IMAGE, '$(reboot)', '`id`', "'; DROP TABLE tags; --"],
        User: SCRIPT,
        WorkingDir: `/${RIGHT_TO_LEFT}cte/`,
        Labels: {
          'org.opencontainers.image.title': `${RIGHT_TO_LEFT}elgnitsrever`,
          'org.opencontainers.image.url': 'javascript:document.title="taken over"',
          'org.opencontainers.image.source': 'data:text/html,<script>alert(1)</script>',
          'org.opencontainers.image.documentation': 'https://user:password@example.org\u200B/real',
          'org.opencontainers.image.description': SCRIPT,
          [SCRIPT]: IMAGE,
          ['__proto__']: 'polluted',
          constructor: 'polluted',
        },
      },
    },
    annotations: {
      'org.opencontainers.image.url': 'JaVaScRiPt:alert(1)',
      'org.opencontainers.image.description': IMAGE,
    },
  })
}

/**
 * A repository whose only tag was deleted: registries keep listing it.
 *
 * @param {import('./common.mjs').Materials} materials
 */
export async function pushEmptied({ origin }) {
  const place = { origin, repository: 'sandbox/emptied' }
  const { digest } = await pushImage({ ...place, tag: 'gone' })
  await ask(place, 'DELETE', `manifests/${digest}`)
}
