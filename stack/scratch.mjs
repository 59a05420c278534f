import { constants, rmSync } from 'node:fs'
import { access, mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Linux's in-memory folder, and the space that must be free there. */
const MEMORY = '/dev/shm'
const ROOM = 1_000_000_000

/** @type {Promise<string> | undefined} */
let place

/** @type {string[]} */
const made = []
// Anything left in memory would remain until the next reboot.
process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/**
 * A new temporary folder, in memory if there is room: a registry waits for the disk after every
 * small file that it writes, which takes most of the time of a push.
 *
 * @param {string} prefix of its name
 * @returns {Promise<string>}
 */
export async function makeScratch(prefix) {
  place ??= hasRoom().then((isThere) => (isThere ? MEMORY : tmpdir()))
  const folder = await mkdtemp(join(await place, prefix))
  made.push(folder)
  return folder
}

/** A container has 64 MB there by default; macOS and Windows have no such folder. */
async function hasRoom() {
  try {
    await access(MEMORY, constants.W_OK)
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize >= ROOM
  } catch {
    return false
  }
}
