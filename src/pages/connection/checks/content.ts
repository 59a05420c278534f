import { RedirectedError, RegistryRejectedError } from '../../../registry/errors.ts'
import { isApiMissing, listReferrersByApi } from '../../../registry/referrers.ts'
import { visibleText } from '../../../format/visibleText.ts'
import { type Finding, failed } from '../finding.ts'
import type { Probe } from '../probe.ts'
import { NO_SAMPLE } from './lists.ts'

export async function examineManifests({ manifest }: Probe): Promise<Finding> {
  const found = await manifest()
  if (!found) return NO_SAMPLE
  const { place, tag, content } = found
  const type = content.mediaType === '' ? 'no type' : visibleText(content.mediaType, 100)
  return {
    state: content.manifest.kind === 'unknown' ? 'limited' : 'ok',
    seen: `${place.repository}:${tag} was read as ${type}, and its content matches its digest.`,
  }
}

export async function examineRanges({ firstByte }: Probe): Promise<Finding> {
  const answer = await firstByte()
  if (!answer) return NO_SAMPLE
  if (answer.status === 206) return { state: 'ok', seen: 'Parts of a layer can be read alone.' }
  return {
    state: 'limited',
    seen: 'The registry sends whole layers only: asked for the first byte of one, it sends all of it.',
  }
}

export async function examineRedirects({ firstByte }: Probe): Promise<Finding> {
  try {
    const answer = await firstByte()
    if (!answer) return NO_SAMPLE
    return answer.hasByte
      ? { state: 'ok', seen: 'Layers and configs come through the registry itself.' }
      : { state: 'failed', seen: 'The registry lists a blob, but sends none of it.' }
  } catch (error) {
    if (!(error instanceof RedirectedError)) throw error
    return failed(error, 'failed', 'REGISTRY_STORAGE_REDIRECT_DISABLE=true')
  }
}

export async function examineReferrers({ manifest }: Probe): Promise<Finding> {
  const found = await manifest()
  if (!found) return NO_SAMPLE
  try {
    await listReferrersByApi(found.place, found.content.digest)
    return { state: 'ok', seen: 'The registry lists the referrers of an image.' }
  } catch (error) {
    if (!isApiMissing(error)) return failed(error, 'limited')
    const answer = error instanceof RegistryRejectedError ? error.status : 'another page'
    return {
      state: 'ok',
      seen: `The registry has no referrers API (${answer}). Homeport finds signatures and SBOMs by the tags that clients write instead.`,
    }
  }
}
