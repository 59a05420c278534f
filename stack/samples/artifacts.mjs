import { pushArtifact } from '../content.mjs'
import { incompressibleBytes, layerOf } from '../layer.mjs'

/**
 * Helm charts, as `helm push` writes them: a manifest without a media type of its own.
 *
 * @param {import('./common.mjs').Materials} materials
 */
export async function pushCharts({ origin }) {
  for (const [version, created] of /** @type {const} */ ([
    ['0.3.0', '2026-03-30T09:00:00Z'],
    ['0.3.1', '2026-06-17T15:20:00Z'],
    ['0.4.0', '2026-10-08T08:10:00Z'],
  ])) {
    const chart = {
      apiVersion: 'v2',
      name: 'shop',
      description: 'The shop: frontend, gateway and orders',
      type: 'application',
      version,
      appVersion: '3.1.3',
    }
    const lines = Object.entries(chart).map(([key, value]) => `${key}: ${value}\n`)
    const archive = layerOf({
      'shop/Chart.yaml': lines.join(''),
      'shop/values.yaml': 'replicas: 2\nimage:\n  repository: team/web/frontend\n  tag: latest\n',
      'shop/templates/service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  ports:\n    - port: 80\n',
      'shop/templates/NOTES.txt': 'The shop is open.\n',
    })
    await pushArtifact({
      origin,
      repository: 'charts/shop',
      tag: version,
      withMediaType: false,
      config: {
        mediaType: 'application/vnd.cncf.helm.config.v1+json',
        content: JSON.stringify(chart),
      },
      files: [
        {
          mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
          content: archive.bytes,
        },
      ],
      annotations: {
        'org.opencontainers.image.created': created,
        'org.opencontainers.image.description': chart.description,
        'org.opencontainers.image.title': chart.name,
        'org.opencontainers.image.version': version,
      },
    })
  }
}

/**
 * Files and a model, as `oras push` writes them.
 *
 * @param {import('./common.mjs').Materials} materials
 */
export async function pushFiles({ origin }) {
  const settings = layerOf({
    'site/nginx.conf': 'worker_processes auto;\n',
    'site/robots.txt': 'User-agent: *\nDisallow:\n',
  })
  await pushArtifact({
    origin,
    repository: 'config/web/site',
    tag: 'v7',
    artifactType: 'application/vnd.harbour.site.v1',
    files: [
      { name: 'README.md', mediaType: 'text/markdown', content: '# The site\n' },
      {
        name: 'site',
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        content: settings.bytes,
      },
    ],
    annotations: { 'org.opencontainers.image.created': '2026-04-02T12:00:00Z' },
  })
  await pushArtifact({
    origin,
    repository: 'models/search/ranking',
    tag: '2026.09',
    artifactType: 'application/vnd.harbour.model.v1',
    config: {
      mediaType: 'application/vnd.harbour.model.config.v1+json',
      content: JSON.stringify({ family: 'ranking', parameters: 1_500_000, precision: 'f16' }),
    },
    files: [
      {
        name: 'weights.safetensors',
        mediaType: 'application/octet-stream',
        content: incompressibleBytes(3_000_000, 'weights'),
      },
      { name: 'vocabulary.txt', mediaType: 'text/plain', content: 'harbour\nship\npier\n' },
    ],
    annotations: { 'org.opencontainers.image.created': '2026-09-15T05:30:00Z' },
  })
}
