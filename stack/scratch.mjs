import { constants, rmSync } from 'node:fs'
import { access, mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Linux's folder in memory, and the least that has to be free there. */
const MEMORY = '/dev/shm'
const ROOM = 1_000_000_000

/** @type {Promise<string> | undefined} */
let place

/** @type {string[]} */
const made = []
// What is left in memory would be there until the next start of the machine.
process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/**
 * A new folder for what is thrown away, in memory where there is room: a registry waits for the disk after every
 * small file that it writes, which is most of the time that a push takes.
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

/** A container has 64 MB there unless it is told otherwise; macOS and Windows have no such folder. */
async function hasRoom() {
  try {
    await access(MEMORY, constants.W_OK)
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize >= ROOM
  } catch {
    return false
  }
}
