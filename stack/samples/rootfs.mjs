import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { incompressibleBytes } from '../layer.mjs'
import { runProcess } from '../process.mjs'

/** @typedef {import('../layer.mjs').LayerFile} LayerFile */

/** The busybox commands that a small system needs, by folder. */
const COMMANDS = {
  bin: 'ash base64 cat chmod chown cp date dd df echo egrep false fgrep grep gunzip gzip hostname kill ln ls mkdir mktemp mount mv ping ps pwd rm rmdir sed sh sleep stat sync tar touch true umount uname zcat',
  sbin: 'arp halt ifconfig ip route sysctl',
  'usr/bin':
    'awk basename clear cut diff dirname du env expr find free head id install less md5sum nc nohup od patch readlink seq sha256sum sort split tail tee test timeout top tr uniq unzip uptime vi wc wget which xargs yes',
  'usr/sbin': 'adduser chroot crond',
}

/** The approximate size of busybox for each processor, if it isn't the real one. */
const SIZES = { amd64: 1_020_000, arm64: 1_090_000, arm: 860_000 }

/**
 * A small root file system around busybox.
 *
 * @param {{ busybox: Buffer | undefined, architecture: keyof typeof SIZES }} options the program;
 *   without it, or for processors other than amd64, bytes of its size replace it
 * @returns {LayerFile[]}
 */
export function rootFiles({ busybox, architecture }) {
  const standIn = incompressibleBytes(SIZES[architecture], `busybox for ${architecture}`)
  const program = architecture === 'amd64' ? (busybox ?? standIn) : standIn
  const folders = [
    'bin/',
    'dev/',
    'etc/',
    'home/',
    'lib/',
    'proc/',
    'sbin/',
    'srv/',
    'sys/',
    'usr/',
  ]
  return [
    ...[...folders, 'usr/bin/', 'usr/sbin/', 'var/', 'var/log/'].map((path) => ({ path })),
    { path: 'root/', mode: 0o700 },
    { path: 'tmp/', mode: 0o1777 },
    { path: 'bin/busybox', content: program, mode: 0o755 },
    ...Object.entries(COMMANDS).flatMap(([folder, names]) =>
      names.split(' ').map((name) => ({ path: `${folder}/${name}`, target: '/bin/busybox' })),
    ),
    { path: 'etc/hostname', content: 'localhost\n' },
    { path: 'etc/hosts', content: '127.0.0.1 localhost\n::1 localhost\n' },
    { path: 'etc/motd', content: 'Welcome aboard.\n' },
    { path: 'etc/os-release', content: 'ID=harbour\nNAME="Harbour Linux"\nVERSION_ID=1.35\n' },
    {
      path: 'etc/passwd',
      content: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
    },
    { path: 'etc/group', content: 'root:x:0:\nnogroup:x:65534:\n' },
    { path: 'etc/shadow', content: 'root:*::0:::::\nnobody:*::0:::::\n', mode: 0o640 },
    { path: 'etc/shells', content: '/bin/sh\n/bin/ash\n' },
  ]
}

/**
 * Debian's statically linked busybox: from `cache`, else unpacked from its package without
 * installing it, else this machine's own.
 *
 * @param {string} cache path of the cached file
 * @returns {Promise<Buffer | undefined>} undefined if none of this is possible
 */
export async function findBusybox(cache) {
  for (const find of [
    () => readFile(cache),
    () => downloadTo(cache),
    () => readFile('/bin/busybox'),
  ]) {
    try {
      return await find()
    } catch {
      // The next way may work.
    }
  }
  return undefined
}

/** @param {string} cache */
async function downloadTo(cache) {
  const folder = await mkdtemp(join(tmpdir(), 'homeport-busybox-'))
  try {
    await runProcess('apt-get', ['download', 'busybox-static'], { cwd: folder })
    const [archive = ''] = await readdir(folder)
    await runProcess('dpkg-deb', ['-x', archive, 'unpacked'], { cwd: folder })
    const program = await readFile(await firstOf(folder, ['unpacked/bin', 'unpacked/usr/bin']))
    await mkdir(dirname(cache), { recursive: true })
    await writeFile(cache, program, { mode: 0o755 })
    return program
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @param {readonly string[]} places Debian 12 and 13 have it in different ones
 */
async function firstOf(folder, places) {
  for (const place of places) {
    const path = join(folder, place, 'busybox')
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  throw new Error('The package has no busybox')
}
