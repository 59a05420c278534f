import { type Created, readCreated } from './created.ts'
import { FieldReader } from './fieldReader.ts'

/** One step of an image's making (image-spec, config.md, `history`). */
export type HistoryEntry = {
  /** The command, in the words of the builder; may be empty. */
  readonly createdBy: string
  readonly created: Created
  /** The step changed no file, so no layer belongs to it. */
  readonly emptyLayer: boolean
  readonly comment?: string
  readonly author?: string
}

/** How a running container's health is asked. Times are in nanoseconds, as the config has them. */
export type Healthcheck = {
  /** `NONE`, or `CMD` or `CMD-SHELL` with the command. */
  readonly test: readonly string[]
  readonly interval?: number
  readonly timeout?: number
  readonly startPeriod?: number
  readonly startInterval?: number
  readonly retries?: number
}

/** What a container starts with; `config.config` of the image-spec. */
export type ExecutionParameters = {
  readonly user?: string
  readonly workingDir?: string
  readonly stopSignal?: string
  readonly env: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly cmd?: readonly string[]
  readonly shell?: readonly string[]
  readonly onBuild: readonly string[]
  readonly exposedPorts: readonly string[]
  readonly volumes: readonly string[]
  readonly labels: ReadonlyMap<string, string>
  readonly healthcheck?: Healthcheck
  /** The arguments are one command line already (Windows; deprecated). */
  readonly argsEscaped: boolean
}

/** An image config, as far as its bytes follow the rules. */
export type ImageConfig = {
  readonly created: Created
  readonly author?: string
  readonly os?: string
  readonly osVersion?: string
  readonly architecture?: string
  readonly variant?: string
  readonly executionParameters: ExecutionParameters
  readonly history: readonly HistoryEntry[]
  /** Digests of the uncompressed layers. */
  readonly diffIds: readonly string[]
  /** What had the wrong type or was too much, and was left out. */
  readonly problems: readonly string[]
}

/**
 * The image config in `json`. Never throws: each field is read alone, and one of the wrong type counts as
 * missing and is named in `problems`.
 *
 * @see image-spec, config.md
 */
export function parseImageConfig(json: unknown): ImageConfig {
  const fields = new FieldReader(json)
  const history = (fields.list('history') ?? []).map((entry, index) =>
    readHistoryEntry(new FieldReader(entry, `history[${index}]`, fields.problems)),
  )
  return defined({
    created: readCreated(fields.text('created')),
    author: fields.text('author'),
    os: fields.text('os'),
    osVersion: fields.text('os.version'),
    architecture: fields.text('architecture'),
    variant: fields.text('variant'),
    executionParameters: readExecutionParameters(fields.child('config')),
    history,
    diffIds: fields.child('rootfs').texts('diff_ids') ?? [],
    problems: fields.problems,
  })
}

function readHistoryEntry(fields: FieldReader): HistoryEntry {
  return defined({
    createdBy: fields.text('created_by') ?? '',
    created: readCreated(fields.text('created')),
    emptyLayer: fields.flag('empty_layer'),
    comment: fields.text('comment'),
    author: fields.text('author'),
  })
}

function readExecutionParameters(fields: FieldReader): ExecutionParameters {
  return defined({
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
    argsEscaped: fields.flag('ArgsEscaped'),
  })
}

function readHealthcheck(fields: FieldReader): Healthcheck {
  return defined({
    test: fields.texts('Test') ?? [],
    interval: fields.count('Interval'),
    timeout: fields.count('Timeout'),
    startPeriod: fields.count('StartPeriod'),
    startInterval: fields.count('StartInterval'),
    retries: fields.count('Retries'),
  })
}

type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>
}

/** Without the fields that are `undefined`: a field that is missing is not there. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter((entry) => entry[1] !== undefined),
  ) as Defined<T>
}
