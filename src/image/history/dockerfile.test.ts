import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dockerfileLines, reconstructDockerfile } from './dockerfile.ts'
import { readFixture } from '../../../test/fixtures/image/readFixture.ts'
import { parseImageConfig } from '../imageConfig.ts'

function lines(...createdBy: string[]) {
  const { history } = parseImageConfig({
    history: createdBy.map((created_by) => ({ created_by })),
  })
  return dockerfileLines(history).map((line) => `${line.instruction} ${line.arguments}`.trim())
}

test('BuildKit’s history gives the original Dockerfile', () => {
  const { history } = parseImageConfig(readFixture('buildkit-config'))
  expect(reconstructDockerfile(history)).toBe(`# Reconstructed from the image history
COPY hello.txt /etc/hello.txt
LABEL org.opencontainers.image.title=hello org.opencontainers.image.source=https://example.org/hello
ENV GREETING=hi
COPY site /srv/
COPY hello.txt /srv/index.html
COPY --chown=1000:1000 --chmod=4755 bin /usr/bin/
USER 1000:1000
WORKDIR /srv
EXPOSE 53/udp 8080/tcp
VOLUME /data
HEALTHCHECK --interval=30s CMD /usr/bin/true
STOPSIGNAL SIGQUIT
ENTRYPOINT ["/usr/bin/true"]
CMD ["--serve"]`)
})

test('so does the classic builder’s, with continued lines', () => {
  const { history } = parseImageConfig(readFixture('httpd-config'))
  const text = reconstructDockerfile(history)
  expect(text).toContain(`RUN mkdir -p "$HTTPD_PREFIX" \\
    && chown www-data:www-data "$HTTPD_PREFIX"`)
  expect(text).toContain('COPY file:761e313354b9 /usr/local/bin/')
  expect(text).toContain('CMD ["httpd-foreground"]')
  expect(text).not.toContain('#(nop)')
  expect(text).not.toContain('/bin/sh -c')
})

test.each([
  ['/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]', 'CMD ["nginx", "-g", "daemon off;"]'],
  ['/bin/sh -c #(nop)  ENTRYPOINT &{["/entry.sh"]}', 'ENTRYPOINT ["/entry.sh"]'],
  ['/bin/sh -c #(nop)  EXPOSE map[80/tcp:{}]', 'EXPOSE 80/tcp'],
  ['EXPOSE map[80/tcp:{} 443/tcp:{}]', 'EXPOSE 80/tcp 443/tcp'],
  ['/bin/sh -c #(nop)  VOLUME [/data /log]', 'VOLUME /data /log'],
  ['/bin/sh -c #(nop)  STOPSIGNAL [SIGTERM]', 'STOPSIGNAL SIGTERM'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['RUN /bin/sh -c apt-get update # buildkit', 'RUN apt-get update'],
  ['RUN apt-get update', 'RUN apt-get update'],
  ['RUN |1 VERSION=1.2 /bin/sh -c echo hi # buildkit', 'RUN echo hi'],
  ['|0 /bin/bash -c dnf install', 'RUN /bin/bash -c dnf install'],
  ['CMD ["/bin/sh"]', 'CMD ["/bin/sh"]'],
  ['ADD rootfs.tar / # buildkit', 'ADD rootfs.tar /'],
  ['ENV A=b # buildkit', 'ENV A=b'],
  ['cmd /S /C powershell -File setup.ps1', 'RUN powershell -File setup.ps1'],
  ['cmd /S /C #(nop) ENV A=b', 'ENV A=b'],
  ['HEALTHCHECK NONE', 'HEALTHCHECK NONE'],
  [
    'HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost"] "30s" "1m0s" "0s" "0s" \'\\x03\'}',
    'HEALTHCHECK --interval=30s --timeout=1m --retries=3 CMD curl -f http://localhost',
  ],
  [
    'HEALTHCHECK &{["CMD-SHELL" "true"] "0s" "0s" "0s" "0s" \'\\n\'}',
    'HEALTHCHECK --retries=10 CMD true',
  ],
  [
    'HEALTHCHECK &{["CMD" "true" "-x"] "0s" "0s" "0s" \'\\x00\'}',
    'HEALTHCHECK CMD ["true","-x"]'.replace(',', ', '),
  ],
  [
    'HEALTHCHECK {Test:[CMD-SHELL curl -f http://x || exit 1] Interval:0s Timeout:3s StartPeriod:1m0s StartInterval:0s Retries:5}',
    'HEALTHCHECK --timeout=3s --start-period=1m --retries=5 CMD curl -f http://x || exit 1',
  ],
  ['jib-maven-plugin:3.4.0', 'jib-maven-plugin:3.4.0'],
  ['ko build ko://example.org/app', 'ko build ko://example.org/app'],
  ["# debian.sh --arch 'amd64' out/ 'bookworm'", "# debian.sh --arch 'amd64' out/ 'bookworm'"],
  ['', ''],
])('%s', (createdBy, expected) => {
  expect(lines(createdBy)).toEqual([expected])
})

test.each([
  [
    'a heredoc',
    'RUN /bin/sh -c set -e\necho a\nEOF\n # buildkit',
    'RUN <<EOF_\nset -e\necho a\nEOF\nEOF_',
  ],
  [
    'a heredoc in a command',
    'RUN |1 A=b /bin/sh -c cat <<END > /x\nline\nEND # buildkit',
    '# with build arguments: A=b\nRUN <<EOF\ncat <<END > /x\nline\nEND\nEOF',
  ],
  [
    'a copied heredoc',
    'COPY <<EOF <<two.txt /etc/ # buildkit',
    '# the text of the file isn’t recorded\nCOPY <<EOF <<two.txt /etc/\nEOF\ntwo.txt',
  ],
  ['values with spaces', 'ENV A=two $words B=1 # buildkit', 'ENV A="two \\$words" B=1'],
  ['quoted values', 'LABEL a="two words" b=1', 'LABEL a="two words" b=1'],
  ['a label of several lines', 'LABEL a=one\ntwo # buildkit', '# LABEL a="one two"'],
  ['an empty list', '/bin/sh -c #(nop)  VOLUME []', '# VOLUME'],
  ['a line that would swallow the next', 'RUN /bin/sh -c echo \\', 'RUN <<EOF\necho \\\nEOF'],
  ['a commit of a container', '/bin/bash', '# /bin/bash'],
])('%s is text that builders accept', (_what, createdBy, expected) => {
  const { history } = parseImageConfig({ history: [{ created_by: createdBy }] })
  expect(reconstructDockerfile(history)).toBe(`# Reconstructed from the image history\n${expected}`)
})

test('on Windows, a backtick joins lines, and backslashes are part of paths', () => {
  const shell = "powershell -Command $ErrorActionPreference = 'Stop';"
  const { history } = parseImageConfig({
    history: [
      { created_by: `cmd /S /C #(nop)  SHELL [${shell}]` },
      { created_by: 'cmd /S /C #(nop) WORKDIR C:\\app\\' },
      { created_by: `|1 V=1 ${shell} Get-Item;      Write-Host $env:V` },
    ],
  })
  expect(reconstructDockerfile(history).split('\n')).toEqual([
    '# escape=`',
    '# Reconstructed from the image history',
    `SHELL ["powershell", "-Command", "$ErrorActionPreference", "=", "'Stop';"]`,
    'WORKDIR C:\\app\\',
    '# with build arguments: V=1',
    'RUN Get-Item; `',
    '    Write-Host $env:V',
  ])
})

test('a shell set by SHELL isn’t part of the following RUN lines', () => {
  expect(
    lines(
      'SHELL [/bin/bash -o pipefail -c]',
      'RUN /bin/bash -o pipefail -c curl x | sh # buildkit',
      '|1 A=b /bin/bash -o pipefail -c make',
    ),
  ).toEqual(['SHELL ["/bin/bash", "-o", "pipefail", "-c"]', 'RUN curl x | sh', 'RUN make'])
})

test('build arguments are separated from the command', () => {
  const { history } = parseImageConfig({
    history: [{ created_by: '|2 A=one two B=3 /bin/sh -c echo $A', comment: 'FROM alpine' }],
  })
  expect(dockerfileLines(history)).toEqual([
    {
      instruction: 'RUN',
      arguments: 'echo $A',
      buildArgs: ['A=one two', 'B=3'],
      comment: 'FROM alpine',
    },
  ])
})

test('what isn’t an instruction becomes a comment, so that the result is a Dockerfile', () => {
  const { history } = parseImageConfig({
    history: [
      { created_by: 'jib', comment: 'classes' },
      { created_by: '', comment: 'Imported from -' },
      {},
    ],
  })
  expect(reconstructDockerfile(history)).toBe(
    '# Reconstructed from the image history\n# classes\n# jib\n# Imported from -',
  )
})

test('no text makes it throw or take long', () => {
  const piece = fc.constantFrom(
    '/bin/sh -c ',
    '#(nop) ',
    'RUN ',
    'HEALTHCHECK ',
    '&{[',
    '"',
    '\\',
    '] Interval:',
    '|1 ',
    'A=',
    '\t',
    '    ',
    '{Test:[',
    '}',
    ' # buildkit',
    'CMD [',
    '\n',
    'x',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      const { history } = parseImageConfig({ history: [{ created_by: pieces.join('') }] })
      expect(typeof reconstructDockerfile(history)).toBe('string')
    }),
  )
  const slow = [
    '\t',
    '|1 A=',
    ' # buildkit',
    'HEALTHCHECK {Test:[] Interval:',
    ' "a"',
    '#(nop)',
    '-c ',
  ]
  const start = performance.now()
  for (const one of slow) lines(`${slow[3]}${one.repeat(60_000)}`, one.repeat(60_000))
  expect(performance.now() - start).toBeLessThan(2000)
})
