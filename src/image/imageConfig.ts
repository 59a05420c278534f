import { fieldsOf } from '../registry/json.ts'
import { readCreated } from './created.ts'
import { readCount, readList, readNames, readText, readTextMap, readTexts } from './lenient.ts'

/** An image config, as far as its bytes follow the rules. */
export type ImageConfig = Readonly<ReturnType<typeof parseImageConfig>>
/** One step of an image's making (image-spec, config.md, `history`). */
export type HistoryEntry = Readonly<ReturnType<typeof readHistoryEntry>>
/** How a running container's health is asked. */
export type Healthcheck = Readonly<ReturnType<typeof readHealthcheck>>

/**
 * The image config in `json`. Never throws: each field is read alone, and one of the wrong type counts as
 * missing.
 *
 * @see image-spec, config.md
 */
export function parseImageConfig(json: unknown) {
  const fields = fieldsOf(json)
  const history: readonly HistoryEntry[] = (readList(fields['history']) ?? []).map(readHistoryEntry)
  return {
    created: readCreated(readText(fields['created'])),
    author: readText(fields['author']),
    os: readText(fields['os']),
    osVersion: readText(fields['os.version']),
    architecture: readText(fields['architecture']),
    variant: readText(fields['variant']),
    executionParameters: readExecutionParameters(fields['config']),
    history,
    /** Digests of the uncompressed layers. */
    diffIds: readTexts(fieldsOf(fields['rootfs'])['diff_ids']) ?? [],
  }
}

function readHistoryEntry(json: unknown) {
  const fields = fieldsOf(json)
  return {
    /** The command, in the words of the builder; may be empty. */
    createdBy: readText(fields['created_by']) ?? '',
    created: readCreated(readText(fields['created'])),
    /** The step changed no file, so no layer belongs to it. */
    emptyLayer: fields['empty_layer'] === true,
    comment: readText(fields['comment']),
    author: readText(fields['author']),
  }
}

/** What a container starts with; `config.config` of the image-spec. */
function readExecutionParameters(json: unknown) {
  const fields = fieldsOf(json)
  return {
    user: readText(fields['User']),
    workingDir: readText(fields['WorkingDir']),
    stopSignal: readText(fields['StopSignal']),
    env: readTexts(fields['Env']) ?? [],
    entrypoint: readTexts(fields['Entrypoint']),
    cmd: readTexts(fields['Cmd']),
    shell: readTexts(fields['Shell']),
    onBuild: readTexts(fields['OnBuild']) ?? [],
    exposedPorts: readNames(fields['ExposedPorts']),
    volumes: readNames(fields['Volumes']),
    labels: readTextMap(fields['Labels']),
    healthcheck: fields['Healthcheck'] ? readHealthcheck(fields['Healthcheck']) : undefined,
  }
}

/** Times are in nanoseconds, as the config has them. */
function readHealthcheck(json: unknown) {
  const fields = fieldsOf(json)
  return {
    /** `NONE`, or `CMD` or `CMD-SHELL` with the command. */
    test: readTexts(fields['Test']) ?? [],
    interval: readCount(fields['Interval']),
    timeout: readCount(fields['Timeout']),
    startPeriod: readCount(fields['StartPeriod']),
    startInterval: readCount(fields['StartInterval']),
    retries: readCount(fields['Retries']),
  }
}
