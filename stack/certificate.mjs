import { join } from 'node:path'
import { runProcess } from './process.mjs'

/**
 * Makes a self-signed certificate for https://localhost, valid for one day.
 *
 * @param {string} folder where the two files are written
 * @returns {Promise<{ certificate: string, key: string }>} their paths (PEM)
 * @throws {Error} one sentence, if openssl fails
 */
export async function makeCertificate(folder) {
  const certificate = join(folder, 'localhost.crt')
  const key = join(folder, 'localhost.key')
  const files = ['-keyout', key, '-out', certificate, '-addext', 'subjectAltName=DNS:localhost']
  const made = 'req -x509 -nodes -newkey rsa:2048 -days 1 -subj /CN=localhost'
  await runProcess('openssl', [...made.split(' '), ...files])
  return { certificate, key }
}
