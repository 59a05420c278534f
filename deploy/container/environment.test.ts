import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, 'homeport.envsh')
const REGISTRY = { ENV_DOCKER_REGISTRY_HOST: 'registry' }

const folder = mkdtempSync(join(tmpdir(), 'homeport-environment-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'hosts'), '127.0.0.1 localhost\n::1 localhost six # only-a-comment\n')
writeFileSync(join(folder, 'resolv.conf'), 'nameserver 127.0.0.11\nsearch corp.example svc.local\n')
writeFileSync(join(folder, 'ca.pem'), '')
writeFileSync(join(folder, 'ngx_http_js_module.so'), '')

// Replaces the system's resolver: it knows a name in a search domain, a full name, and one that no DNS server has; a
// trailing dot means that no search domain may be used.
writeFileSync(
  join(folder, 'getent'),
  `#!/bin/sh
[ "$1" = hosts ] || exit 1
case $2 in
  registry.svc.local. | registry | full.example | full.example.) echo "10.0.0.7  $2" ;;
  printer) echo "10.0.0.9  $2" ;;
  *) exit 2 ;;
esac
`,
  { mode: 0o755 },
)

// Replaces nginx where only its version is needed.
writeFileSync(
  join(folder, 'nginx'),
  '#!/bin/sh\necho "nginx version: nginx/${NGINX_VERSION:-1.22.1}" >&2\n',
  { mode: 0o755 },
)

type Run = { status: number | null; error: string; values: Record<string, string> }

/** Sources the script like the entrypoint, and returns what it exported. */
function run(environment: Record<string, string>): Run {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', `. "${SCRIPT}"; env -0`], {
    env: {
      PATH: `${folder}:${process.env['PATH']}`,
      HOMEPORT_ETC: folder,
      HOMEPORT_MODULES: folder,
      ...environment,
    },
    encoding: 'utf8',
  })
  const values = Object.fromEntries(
    stdout
      .split('\0')
      .filter((line) => line.startsWith('HOMEPORT_'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  return { status, error: stderr, values }
}

function computed(environment: Record<string, string>): Record<string, string> {
  const { status, error, values } = run({ ...REGISTRY, ...environment })
  expect({ status, error }).toEqual({ status: 0, error: '' })
  return values
}

function refusal(environment: Record<string, string>): string {
  const { status, error, values } = run({ ...REGISTRY, ...environment })
  expect(status, 'refused').toBe(1)
  expect(values, 'nothing goes on').toEqual({})
  expect(error.trimEnd().split('\n'), 'one line').toHaveLength(1)
  return error.trimEnd()
}

describe('the registry', () => {
  test('needs a host, and a port only if it isn’t 80', () => {
    expect(refusal({ ENV_DOCKER_REGISTRY_HOST: '' })).toMatch(/ENV_DOCKER_REGISTRY_HOST is not set/)
    expect(computed({ ENV_DOCKER_REGISTRY_HOST: '192.0.2.1' })).toMatchObject({
      HOMEPORT_UPSTREAM_SCHEME: 'http',
      HOMEPORT_UPSTREAM_AUTHORITY: '192.0.2.1:80',
      HOMEPORT_UPSTREAM_HOST: '192.0.2.1',
      HOMEPORT_REGISTRY: '192.0.2.1',
      HOMEPORT_UPSTREAM_VERIFY: '',
      HOMEPORT_UPSTREAM_TLS: 'none',
    })
    expect(
      computed({ ENV_DOCKER_REGISTRY_HOST: 'full.example', ENV_DOCKER_REGISTRY_PORT: '5000' }),
    ).toMatchObject({
      HOMEPORT_UPSTREAM_AUTHORITY: 'full.example:5000',
      HOMEPORT_REGISTRY: 'full.example:5000',
    })
  })

  test('is reached by https if requested, with any word except the four that mean off', () => {
    for (const word of ['1', 'true', 'yes', 'https']) {
      const values = computed({
        ENV_DOCKER_REGISTRY_USE_SSL: word,
        ENV_DOCKER_REGISTRY_PORT: '443',
      })
      expect(values['HOMEPORT_UPSTREAM_SCHEME']).toBe('https')
      expect(values['HOMEPORT_UPSTREAM_HOST']).toBe('registry')
      expect(values['HOMEPORT_UPSTREAM_TLS']).toBe('unverified')
      // The default port may be written in an address.
      expect(values['HOMEPORT_REGISTRY_PATTERN']).toBe('https://\\Qregistry\\E(?::443)?')
    }
    for (const word of ['', '0', 'false', 'False', 'no', 'off']) {
      const values = computed({ ENV_DOCKER_REGISTRY_USE_SSL: word })
      expect(values['HOMEPORT_UPSTREAM_SCHEME'], word).toBe('http')
    }
  })

  test('is only verified with given certificates', () => {
    const ca = join(folder, 'ca.pem')
    const values = computed({ ENV_DOCKER_REGISTRY_USE_SSL: '1', ENV_DOCKER_REGISTRY_CA: ca })
    expect(values['HOMEPORT_UPSTREAM_VERIFY']).toContain(`proxy_ssl_verify on;`)
    expect(values['HOMEPORT_UPSTREAM_TLS']).toBe('verified')
    expect(refusal({ ENV_DOCKER_REGISTRY_CA: ca })).toMatch(/ENV_DOCKER_REGISTRY_USE_SSL is not/)
    expect(
      refusal({ ENV_DOCKER_REGISTRY_USE_SSL: '1', ENV_DOCKER_REGISTRY_CA: '/nowhere.pem' }),
    ).toMatch(/ENV_DOCKER_REGISTRY_CA names \/nowhere\.pem, which is missing/)
  })

  test.each([
    ['http://registry', /without 'http:\/\/'/],
    ['registry/v2', /without a path/],
    ['registry:5000', /the port of 'registry:5000' belongs into ENV_DOCKER_REGISTRY_PORT/],
    ['a;b', /not a host name/],
    ['a b', /not a host name/],
    ['a\nb', /not a host name/],
    ['$(id)', /not a host name/],
    ['-a', /not a host name/],
    ['a..b', /not a host name/],
    ['::g', /neither a host name nor an IPv6 address/],
    ['[::1;]', /not an IPv6 address/],
    ['[registry]', /not an IPv6 address/],
    ['[abc]', /not an IPv6 address/],
  ])('is not %j', (host, message) => {
    expect(refusal({ ENV_DOCKER_REGISTRY_HOST: host })).toMatch(message)
  })

  test.each(['0', '65536', '080', '5000x', '-1', '100000', '5000;'])('has no port %j', (port) => {
    expect(refusal({ ENV_DOCKER_REGISTRY_PORT: port })).toMatch(/a port from 1 to 65535/)
  })

  test.each([
    ['::1', '[::1]:80'],
    ['[2001:db8::5]', '[2001:db8::5]:80'],
    ['localhost', '127.0.0.1:80'],
    ['six', '[::1]:80'],
    ['registry', 'registry.svc.local:80'],
    ['full.example', 'full.example:80'],
    ['printer', '10.0.0.9:80'],
    ['not-there-yet', 'not-there-yet:80'],
    ['only-a-comment', 'only-a-comment:80'],
  ])('%s is reached as %s, which nginx can resolve', (host, authority) => {
    const values = computed({ ENV_DOCKER_REGISTRY_HOST: host })
    expect(values['HOMEPORT_UPSTREAM_AUTHORITY']).toBe(authority)
    expect(values['HOMEPORT_UPSTREAM_NAME']).toBe(host.replace(/^\[|\]$/g, ''))
  })

  test('is resolved by the system’s name servers, as far as nginx can use them', () => {
    expect(computed({})['HOMEPORT_RESOLVER']).toMatch(/^127\.0\.0\.11 valid=10s( ipv6=off)?$/)
    const etc = mkdtempSync(join(folder, 'etc-'))
    const lines = ['nameserver fe80::1%eth0', 'nameserver 2001:db8::53', 'nameserver 192.0.2.53']
    writeFileSync(join(etc, 'resolv.conf'), lines.join('\n'))
    expect(computed({ HOMEPORT_ETC: etc })['HOMEPORT_RESOLVER']).toMatch(
      /^\[2001:db8::53\] 192\.0\.2\.53 valid=10s/,
    )
    expect(computed({ HOMEPORT_ETC: '/nowhere' })['HOMEPORT_RESOLVER']).toMatch(/^127\.0\.0\.1 /)
    const given = { HOMEPORT_NAME_SERVERS: '192.0.2.1:5353 [::1]' }
    expect(computed(given)['HOMEPORT_RESOLVER']).toMatch(/^192\.0\.2\.1:5353 \[::1\] valid=10s/)
    expect(refusal({ HOMEPORT_NAME_SERVERS: '1;' })).toMatch(/HOMEPORT_NAME_SERVERS/)
  })
})

describe('rights', () => {
  test('are read-only until a false value says otherwise', () => {
    for (const word of ['', 'true', '1', 'yes', 'on', 'TRUE']) {
      expect(computed({ ENV_MODE_BROWSE_ONLY: word })['HOMEPORT_READ_ONLY_RULES'], word).toBe(
        'default true;',
      )
    }
    expect(computed({})['HOMEPORT_READ_ONLY_RULES']).toBe('default true;')
    for (const word of ['false', '0', 'no', 'off', 'False', 'FALSE']) {
      expect(computed({ ENV_MODE_BROWSE_ONLY: word })['HOMEPORT_READ_ONLY_RULES'], word).toBe(
        'default false;',
      )
    }
    expect(refusal({ ENV_MODE_BROWSE_ONLY: 'flase' })).toMatch(/must be true or false/)
  })

  test.each([
    'ENV_AUTH_USE_KERBEROS',
    'ENV_AUTH_NAME',
    'ENV_AUTH_KRB5_KEYTAB',
    'ENV_AUTH_KRB_REALMS',
    'ENV_AUTH_KRB_SERVICE_NAME',
  ])('%s stops the start: the page was protected and no longer would be', (name) => {
    expect(refusal({ [name]: 'yes' })).toMatch(/Kerberos is not supported/)
  })
})

describe('the token service', () => {
  test('is only passed on to if it is named', () => {
    expect(computed({})).toMatchObject({
      HOMEPORT_TOKEN_REALM: '',
      HOMEPORT_TOKEN_DIRECTIVE: 'return 404;',
    })
    for (const [url, host, name, target] of [
      [
        'https://full.example/token',
        'full.example',
        'full.example',
        'https://full.example:443/token',
      ],
      [
        'http://registry:5001/a/b',
        'registry:5001',
        'registry',
        'http://registry.svc.local:5001/a/b',
      ],
      ['http://[::1]:81/auth', '[::1]:81', '::1', 'http://[::1]:81/auth'],
      ['https://[::1]', '[::1]', '::1', 'https://[::1]:443'],
    ] as const) {
      expect(computed({ ENV_TOKEN_REALM_URL: url })).toMatchObject({
        HOMEPORT_TOKEN_REALM: url,
        HOMEPORT_TOKEN_HOST: host,
        HOMEPORT_TOKEN_NAME: name,
        HOMEPORT_TOKEN_DIRECTIVE: `proxy_pass ${target}$is_args$args;`,
      })
    }
  })

  test.each([
    'auth.example/token',
    'ftp://auth.example/token',
    'https:///token',
    'https://a;b/token',
    'https://auth.example/token?a=b',
    'https://auth.example/$args',
    "https://auth.example/'",
    'https://user:pass@auth.example/token',
    'https://auth.example:0/token',
    'https://auth.example:x/token',
  ])('is not %j', (url) => {
    expect(refusal({ ENV_TOKEN_REALM_URL: url })).toMatch(/ENV_TOKEN_REALM_URL/)
  })
})

describe('a login kept by nginx', () => {
  const file = join(folder, 'password')
  writeFileSync(file, 'pass:wörd\n')
  writeFileSync(join(folder, 'empty'), '')
  const kept = {
    ENV_REGISTRY_USERNAME: 'robot$ci',
    ENV_REGISTRY_PASSWORD_FILE: file,
    HOMEPORT_TEMP: folder,
  }

  test('is in no variable, but in a file that only nginx’s account reads', () => {
    const values = computed(kept)
    const encoded = Buffer.from('robot$ci:pass:wörd').toString('base64')
    expect(JSON.stringify(values)).not.toMatch(/pass:w|cGFzczp3/)
    const rules = join(folder, 'homeport-login.conf')
    expect(values['HOMEPORT_AUTHORIZATION_RULES']).toBe(`include "${rules}";`)
    expect(readFileSync(rules, 'utf8')).toContain(`default "Basic ${encoded}";`)
    expect(statSync(rules).mode & 0o777).toBe(0o600)
    expect(values['HOMEPORT_REGISTRY_USER']).toBe('robot${homeport_dollar}ci')
  })

  test('with deletion for everybody only if it is said in so many words', () => {
    const writing = { ...kept, ENV_MODE_BROWSE_ONLY: 'false' }
    expect(refusal(writing)).toMatch(/could delete images as robot\$ci.*ENV_ANYONE_MAY_DELETE=true/)
    for (const more of [
      { ENV_ANYONE_MAY_DELETE: 'true' },
      { ENV_UI_HTPASSWD_FILE: file },
      { ENV_WRITE_GROUPS: 'ops' },
    ]) {
      expect(computed({ ...writing, ...more })['HOMEPORT_KEEPS_LOGIN']).toBe('true')
    }
    expect(refusal({ ...writing, ENV_ANYONE_MAY_DELETE: 'false' })).toMatch(/could delete/)
  })

  test.each([
    [{ ENV_REGISTRY_USERNAME: '' }, /but ENV_REGISTRY_USERNAME is not/],
    [{ ENV_REGISTRY_USERNAME: 'a:b' }, /not a user name/],
    [{ ENV_REGISTRY_USERNAME: "a'" }, /not a user name/],
    [{ ENV_REGISTRY_PASSWORD_FILE: '' }, /but ENV_REGISTRY_PASSWORD_FILE is not/],
    [{ ENV_REGISTRY_PASSWORD_FILE: '/nowhere' }, /missing, empty or cannot be read/],
    [{ ENV_REGISTRY_PASSWORD_FILE: join(folder, 'empty') }, /missing, empty or cannot be read/],
  ])('is complete: %j', (change, message) => {
    expect(refusal({ ...kept, ...change })).toMatch(message)
  })
})

test('a password before the page is for the page only, not for the registry', () => {
  const file = join(folder, 'ca.pem')
  expect(computed({})).toMatchObject({
    HOMEPORT_UI_PASSWORD_DIRECTIVES: '',
    HOMEPORT_OTHER_AUTHORIZATION: '$http_authorization',
  })
  expect(refusal({ ENV_UI_HTPASSWD_FILE: file })).toMatch(/missing, empty or cannot be read/)
  expect(computed({ ENV_UI_HTPASSWD_FILE: SCRIPT })).toMatchObject({
    HOMEPORT_UI_PASSWORD_DIRECTIVES: `auth_basic Homeport; auth_basic_user_file "${SCRIPT}";`,
    HOMEPORT_OTHER_AUTHORIZATION: '""',
  })
})

test('groups may write if a proxy in front names them', () => {
  const writing = { ENV_MODE_BROWSE_ONLY: 'false', ENV_WRITE_GROUPS: 'ops,a.b' }
  const { HOMEPORT_READ_ONLY_RULES: rules, HOMEPORT_GROUPS_HEADER: header } = computed(writing)
  expect(rules).toBe('default true; "~(?:^|[,;|]) *(?:ops|a\\.b) *(?:[,;|]|$)" false;')
  expect(header).toBe('remote_groups')
  expect(computed(writing)['HOMEPORT_WRITE_SETTING']).toBe('ENV_WRITE_GROUPS')
  expect(computed({})['HOMEPORT_WRITE_SETTING']).toBe('ENV_MODE_BROWSE_ONLY=false')
  expect(
    computed({ ...writing, ENV_GROUPS_HEADER: 'X-Forwarded-Groups' })['HOMEPORT_GROUPS_HEADER'],
  ).toBe('x_forwarded_groups')
  expect(refusal({ ...writing, ENV_MODE_BROWSE_ONLY: '' })).toMatch(/nobody may write/)
  expect(refusal({ ...writing, ENV_WRITE_GROUPS: 'a b' })).toMatch(/ENV_WRITE_GROUPS/)
  expect(refusal({ ...writing, ENV_GROUPS_HEADER: 'a;b' })).toMatch(/ENV_GROUPS_HEADER/)
})

describe('the path of the registry', () => {
  test.each([
    ['', ''],
    ['/', ''],
    ['/v2/', ''],
    ['/prefix/', '/prefix'],
    ['/artifactory/api/docker/repo/v2/', '/artifactory/api/docker/repo'],
  ])('%j is %j', (path, prefix) =>
    expect(computed({ ENV_DOCKER_REGISTRY_PATH: path })).toMatchObject({
      HOMEPORT_UPSTREAM_PATH: prefix,
    }),
  )

  test.each(['prefix', '/a b', '/a"b', '/a//b', '/../a', '/$a', '/a?b'])('is not %j', (path) =>
    expect(refusal({ ENV_DOCKER_REGISTRY_PATH: path })).toMatch(/ENV_DOCKER_REGISTRY_PATH/),
  )
})

describe('the address', () => {
  test.each([
    [{}, '/', ''],
    [{ ENV_BASE_PATH: '/' }, '/', ''],
    [{ ENV_BASE_PATH: '/registry' }, '/registry/', '/registry'],
    [{ ENV_BASE_PATH: '/a/b.c/' }, '/a/b.c/', '/a/b\\.c'],
  ])('with %j is below %s', (environment, path, pattern) => {
    expect(computed(environment)).toMatchObject({
      HOMEPORT_BASE_PATH: path,
      HOMEPORT_BASE_PATTERN: pattern,
    })
  })

  test.each([
    'registry',
    '/a b',
    '/a"b',
    '/a//b',
    '/../a',
    '/a/./b',
    '/v2',
    '/v2/x',
    '/assets',
    '/$a',
  ])('is not below %j', (path) => expect(refusal({ ENV_BASE_PATH: path })).toMatch(/ENV_BASE_PATH/))

  test('in pull commands is the browser’s unless configured', () => {
    expect(computed({})['HOMEPORT_PULL_HOST']).toBe('')
    const port = { ENV_DOCKER_REGISTRY_PORT: '5000' }
    const host = { ENV_REGISTRY_PROXY_FQDN: 'hub.example' }
    expect(computed({ ...port, ...host })['HOMEPORT_PULL_HOST']).toBe('hub.example:5000')
    for (const [given, shown] of [
      ['443', 'hub.example'],
      ['80', 'hub.example'],
      ['8443', 'hub.example:8443'],
    ] as const) {
      const values = computed({ ...port, ...host, ENV_REGISTRY_PROXY_PORT: given })
      expect(values['HOMEPORT_PULL_HOST']).toBe(shown)
    }
    expect(computed({ ENV_REGISTRY_PROXY_PORT: '5000' })['HOMEPORT_PULL_HOST']).toBe(
      'registry:5000',
    )
    expect(refusal({ ENV_REGISTRY_PROXY_FQDN: "x'y" })).toMatch(/ENV_REGISTRY_PROXY_FQDN/)
    expect(refusal({ ENV_REGISTRY_PROXY_FQDN: 'x:5000' })).toMatch(
      /belongs into ENV_REGISTRY_PROXY_PORT/,
    )
    expect(refusal({ ...host, ENV_REGISTRY_PROXY_PORT: 'x' })).toMatch(/ENV_REGISTRY_PROXY_PORT/)
  })

  test('is also https if a certificate is mounted', () => {
    expect(computed({ ENV_USE_SSL: 'false' })['HOMEPORT_LISTEN_DIRECTIVES']).not.toContain('ssl')
    const files = {
      HOMEPORT_TLS_CERTIFICATE: join(folder, 'ca.pem'),
      HOMEPORT_TLS_KEY: join(folder, 'ca.pem'),
    }
    const directives = computed({ ENV_USE_SSL: 'yes', ...files })['HOMEPORT_LISTEN_DIRECTIVES']
    expect(directives).toMatch(/^listen 80;[^]*listen 443 ssl http2;[^]*ssl_certificate "/)
    const newer = computed({ ENV_USE_SSL: 'yes', ...files, NGINX_VERSION: '1.25.1' })
    expect(newer['HOMEPORT_LISTEN_DIRECTIVES']).toMatch(/listen 443 ssl;[^]* http2 on;/)
    expect(refusal({ ENV_USE_SSL: 'yes', ...files, HOMEPORT_TLS_KEY: '/nowhere.key' })).toBe(
      'homeport: ENV_USE_SSL is set, but /nowhere.key is missing or cannot be read',
    )
    expect(refusal({ ENV_USE_SSL: 'yes' })).toMatch(/\/etc\/apache2\/server\.crt is missing/)
  })

  test('can be one of this machine', () => {
    const values = computed({ HOMEPORT_LISTEN: '127.0.0.1:5080' })
    expect(values['HOMEPORT_LISTEN_DIRECTIVES']).toBe('listen 127.0.0.1:5080;')
    expect(refusal({ HOMEPORT_LISTEN: '127.0.0.1' })).toMatch(/port/)
    expect(refusal({ HOMEPORT_LISTEN: '80; include /etc/passwd' })).toMatch(/listen/)
  })
})

describe('a value that is too long for nginx', () => {
  // The names that the script's own comment lists.
  const [about = ''] = readFileSync(SCRIPT, 'utf8').split('# What it computes')
  const names = new Set(about.match(/\b(?:ENV|HOMEPORT)_[A-Z_]*[A-Z]\b/g)).add(
    'ENV_REGISTRY_PROXY_PORT',
  )

  test.each([...names])('stops the start: %s', (name) => {
    for (const length of [1001, 4097, 100_000]) {
      expect(refusal({ [name]: '1'.repeat(length) })).toBe(
        `homeport: ${name} is too long: ${length} characters, at most 1000`,
      )
    }
  })

  test('is shorter for a host: longer than any DNS name', () => {
    const name = `${'a'.repeat(63)}.`.repeat(4)
    for (const variable of ['ENV_DOCKER_REGISTRY_HOST', 'ENV_REGISTRY_PROXY_FQDN']) {
      expect(computed({ [variable]: name.slice(0, 253) })).toBeDefined()
      for (const host of [name.slice(0, 254), 'a'.repeat(64), `b.${'a'.repeat(64)}.c`]) {
        expect(refusal({ [variable]: host })).toMatch(
          `${variable} is no host name: at most 253 characters, 63 between two dots`,
        )
      }
    }
  })
})

test('rows per page are numbers', () => {
  const given = { ENV_DEFAULT_REPOSITORIES_PER_PAGE: '20', ENV_DEFAULT_TAGS_PER_PAGE: '50' }
  expect(computed(given)).toMatchObject({
    HOMEPORT_REPOSITORIES_PER_PAGE: '20',
    HOMEPORT_TAGS_PER_PAGE: '50',
  })
  expect(computed({})['HOMEPORT_TAGS_PER_PAGE']).toBe('')
  for (const name of Object.keys(given)) {
    for (const value of ['0', 'many', "1'", '100000']) {
      expect(refusal({ [name]: value })).toContain(`${name} must be a number from 1 to 99999`)
    }
  }
})

test('computed values can’t be set from outside', () => {
  const values = computed({
    HOMEPORT_READ_ONLY_RULES: 'default false;',
    HOMEPORT_UPSTREAM_AUTHORITY: 'evil',
  })
  expect(values['HOMEPORT_READ_ONLY_RULES']).toBe('default true;')
  expect(values['HOMEPORT_UPSTREAM_AUTHORITY']).not.toContain('evil')
})

test.each(['/a"b', '/a$b', '/a\\b', '/a\nb', '/a;b'])('a folder named %j is refused', (path) => {
  expect(refusal({ HOMEPORT_ROOT: path })).toMatch(/HOMEPORT_ROOT/)
})

test.each([
  { HOMEPORT_USER: 'root;' },
  { HOMEPORT_VERSION: "1'" },
  { HOMEPORT_LISTEN: '127.0.0.1 x:80' },
  { HOMEPORT_LISTEN_TLS: '443;' },
])('%j is refused', (environment) => {
  expect(refusal(environment)).toMatch(/is not/)
})

test('nginx without njs doesn’t start: nothing would stop scripts from the registry’s server', () => {
  expect(refusal({ HOMEPORT_MODULES: '/nowhere' })).toMatch(
    /nginx lacks its njs module \(\/nowhere\/ngx_http_js_module\.so\).*libnginx-mod-http-js/,
  )
})

test('an unwritable folder for the rendered configuration stops the start', () => {
  expect(refusal({ NGINX_ENVSUBST_OUTPUT_DIR: '/nowhere' })).toMatch(/\/nowhere is not writable/)
})
