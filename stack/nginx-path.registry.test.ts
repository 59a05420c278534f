import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentFor, startNginx } from './nginx.mjs'
import { askRaw, startRawServer } from './raw.mjs'

// A registry below a path: Artifactory's repositories, or distribution with http.prefix.

const PATH = '/artifactory/api/docker/repo'

test('requests go below the registry’s path, and its addresses come back without it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'homeport-path-'))
  const next = `http://r.test${PATH}/v2/a/tags/list?last=b`
  const server = await startRawServer(
    () =>
      `HTTP/1.1 200 OK\r\nLink: <${next}>; rel="next"\r\nLocation: ${PATH}/v2/a/manifests/1\r\nContent-Length: 2\r\n\r\n{}`,
  )
  const environment = {
    ...environmentFor(`http://127.0.0.1:${server.port}`),
    ENV_DOCKER_REGISTRY_PATH: `${PATH}/`,
  }
  const nginx = await startNginx({ root, environment })
  try {
    for (const line of ['GET /v2/a/tags/list?n=1', 'DELETE /v2/a/manifests/1']) {
      const request = `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
      const answer = await askRaw(nginx.port, request)
      expect(answer).toContain('Link: <http://r.test/v2/a/tags/list?last=b>; rel="next"\r\n')
      expect(answer).toContain('Location: /v2/a/manifests/1\r\n')
      const [, asked = ''] = line.split(' ')
      expect(server.requests().join('\n')).toContain(`${PATH}${asked} HTTP/1.1`)
    }
  } finally {
    await Promise.all([nginx.stop(), server.stop()])
    rmSync(root, { recursive: true })
  }
})
