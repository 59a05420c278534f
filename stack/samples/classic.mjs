import { pushImage, tagManifest } from '../content.mjs'
import { incompressibleBytes, layerOf } from '../layer.mjs'
import { PATH } from './common.mjs'
import { classicHistory } from './history.mjs'
import { rootFiles } from './rootfs.mjs'

/** The content of each repository; `bytes` is the size of the program on top of the base. */
const REPOSITORIES = [
  {
    repository: 'library/harbour',
    builds: [
      { tags: ['1.34.1', '1.34'], bytes: 0, created: '2025-03-18T08:01:13Z' },
      { tags: ['1.35.0', '1.35', '1', 'latest'], bytes: 0, created: '2026-02-03T06:20:13Z' },
    ],
    config: {},
  },
  {
    repository: 'legacy/intranet/portal',
    builds: [{ tags: ['2024-11', 'final'], bytes: 2_900_000, created: '2024-11-28T16:45:52Z' }],
    config: { Volumes: { '/var/lib/portal': {} } },
  },
  {
    repository: 'data/backup/postgres',
    builds: [
      { tags: ['15'], bytes: 750_000, created: '2025-10-02T02:15:00Z' },
      { tags: ['16'], bytes: 780_000, created: '2026-07-01T02:15:00Z' },
      { tags: ['nightly'], bytes: 781_000, created: '2026-11-02T02:15:00Z' },
    ],
    config: { Volumes: { '/backup': {} } },
  },
  {
    repository: 'tools/ci/runner',
    builds: [
      { tags: ['5.2'], bytes: 1_900_000, created: '2026-01-14T11:32:20Z' },
      { tags: ['5.3', 'edge'], bytes: 1_960_000, created: '2026-08-14T11:32:20Z' },
    ],
    config: { User: 'nobody' },
  },
  {
    repository: 'team/web/gateway',
    builds: [
      { tags: ['0.9.0'], bytes: 400_000, created: '2026-04-20T13:08:41Z' },
      { tags: ['0.10.0'], bytes: 410_000, created: '2026-06-30T13:08:41Z' },
      { tags: ['0.11.0', 'latest'], bytes: 450_000, created: '2026-10-06T13:08:41Z' },
    ],
    config: { ExposedPorts: { '80/tcp': {}, '443/tcp': {} } },
  },
]

/**
 * Images as the classic builder writes them, in Docker's media types.
 *
 * @param {import('./common.mjs').Materials} materials
 */
export async function pushClassic({ origin, busybox }) {
  const base = layerOf(rootFiles({ busybox, architecture: 'amd64' }))
  for (const { repository, builds, config } of REPOSITORIES) {
    const name = repository.split('/').at(-1) ?? repository
    for (const { tags, bytes, created } of builds) {
      const program = incompressibleBytes(bytes, repository)
      const built = [
        layerOf({ [`opt/${name}/${name}.bin`]: program }, { level: 0 }),
        layerOf({ [`var/log/${name}.log`]: 'checked\n' }),
      ]
      const steps = [
        { line: `COPY dir:5f0c9e1b7a in /opt/${name} ` },
        { line: `RUN echo checked > /var/log/${name}.log` },
      ]
      const hasProgram = bytes > 0
      const place = { origin, repository, reuse: true }
      const { digest } = await pushImage({
        ...place,
        mediaTypes: 'docker',
        layers: hasProgram ? [base, ...built] : [base],
        history: classicHistory([...BASE, ...(hasProgram ? steps : [])], created),
        config: {
          created,
          author: 'platform@harbour.example',
          docker_version: '20.10.24',
          container_config: { Cmd: ['/bin/sh', '-c', '#(nop) ', 'CMD ["sh"]'] },
          config: { Env: [PATH], Cmd: ['sh'], ...config },
        },
      })
      for (const tag of tags) await tagManifest({ ...place, reference: digest, tag })
    }
  }
}

const BASE = [
  { line: 'ADD file:9a1c6b83ae67b0e12f1d5c0c0a2c1f3b in / ' },
  { line: 'CMD ["sh"]', empty: true },
]
