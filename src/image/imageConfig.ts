import { readCreated } from './created.ts'
import { FieldReader } from './fieldReader.ts'

/** An image config, as far as it is valid. */
export type ImageConfig = Readonly<ReturnType<typeof parseImageConfig>>
/** One build step (image-spec, config.md, `history`). */
export type HistoryEntry = Readonly<ReturnType<typeof readHistoryEntry>>
export type Healthcheck = Readonly<ReturnType<typeof readHealthcheck>>

/**
 * Parses an image config. Never throws: each field is read on its own; wrong types are listed in `problems`.
 *
 * @see image-spec, config.md
 */
export function parseImageConfig(json: unknown) {
  const fields = new FieldReader(json)
  const history = (fields.list('history') ?? []).map((entry, index) =>
    readHistoryEntry(new FieldReader(entry, `history[${index}]`, fields.problems)),
  )
  return {
    created: readCreated(fields.text('created')),
    author: fields.text('author'),
    os: fields.text('os'),
    osVersion: fields.text('os.version'),
    architecture: fields.text('architecture'),
    variant: fields.text('variant'),
    executionParameters: readExecutionParameters(fields.child('config')),
    history: history as readonly HistoryEntry[],
    /** Digests of the uncompressed layers. */
    diffIds: fields.child('rootfs').texts('diff_ids') ?? [],
    /** What was ignored, because it had the wrong type or was too long. */
    problems: fields.problems as readonly string[],
  }
}

function readHistoryEntry(fields: FieldReader) {
  return {
    /** The command as the builder wrote it; may be empty. */
    createdBy: fields.text('created_by') ?? '',
    created: readCreated(fields.text('created')),
    /** The step changed no files, so it has no layer. */
    emptyLayer: fields.flag('empty_layer'),
    comment: fields.text('comment'),
    author: fields.text('author'),
  }
}

/** What a container starts with; `config.config` in the image-spec. */
function readExecutionParameters(fields: FieldReader) {
  return {
    user: fields.text('User'),
    workingDir: fields.text('WorkingDir'),
    stopSignal: fields.text('StopSignal'),
    env: fields.texts('Env') ?? [],
    entrypoint: fields.texts('Entrypoint'),
    cmd: fields.texts('Cmd'),
    shell: fields.texts('Shell'),
    onBuild: fields.texts('OnBuild') ?? [],
    exposedPorts: fields.names('ExposedPorts'),
    volumes: fields.names('Volumes'),
    labels: fields.textMap('Labels'),
    healthcheck: fields.has('Healthcheck')
      ? readHealthcheck(fields.child('Healthcheck'))
      : undefined,
  }
}

/** Times are in nanoseconds, as in the config. */
function readHealthcheck(fields: FieldReader) {
  return {
    /** `NONE`, or `CMD` or `CMD-SHELL` with the command. */
    test: fields.texts('Test') ?? [],
    interval: fields.count('Interval'),
    timeout: fields.count('Timeout'),
    startPeriod: fields.count('StartPeriod'),
    startInterval: fields.count('StartInterval'),
    retries: fields.count('Retries'),
  }
}
