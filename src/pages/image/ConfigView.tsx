import type { ReactNode } from 'react'
import { formatCounted } from '../../format/count.ts'
import { formatPlatform } from '../../format/platform.ts'
import { formatExecForm, formatDuration } from '../../image/goText.ts'
import type { Healthcheck, ImageConfig } from '../../image/imageConfig.ts'
import { configPlatform } from '../../image/platforms.ts'
import { readSchema1 } from '../../image/schema1.ts'
import { Age } from '../../parts/Age.tsx'
import { Loading } from '../../parts/Loading.tsx'
import type { Annotations } from '../../registry/manifest.ts'
import type { FetchedManifest } from '../../registry/manifests.ts'
import type { RepositoryName } from '../../registry/names.ts'
import { Notice } from '../../ui/Notice.tsx'
import { AnnotationTable } from './AnnotationTable.tsx'
import { ArtifactConfig } from './ArtifactConfig.tsx'
import { ConfigFailure } from './ContentView.tsx'
import { StrangerText } from './StrangerText.tsx'
import type { ShownImage } from './useShownImage.ts'

/** The config as people read it, and the manifest's annotations. */
export function ConfigView({
  repository,
  fetched,
  shown,
}: {
  repository: RepositoryName
  fetched: FetchedManifest
  shown: ShownImage
}) {
  const { manifest } = fetched
  const annotations: Annotations = 'annotations' in manifest ? manifest.annotations : new Map()
  if (manifest.kind === 'schema-1') return <ConfigOf config={readSchema1(manifest).config} />
  if (manifest.kind === 'image-manifest' && shown.artifact?.kind !== 'image') {
    return <ArtifactConfig repository={repository} manifest={manifest} />
  }
  return (
    <div className="grid gap-6">
      <ConfigFailure config={shown.config} />
      {shown.config.isPending && <Loading what="the configuration" />}
      {manifest.kind !== 'image-manifest' && (
        <p className="text-soft">This manifest has no config.</p>
      )}
      {shown.config.config && <ConfigOf config={shown.config.config} />}
      {!shown.config.isPending && (
        <AnnotationTable
          title="Annotations of the manifest"
          label="Annotations"
          entries={[...annotations]}
        />
      )}
    </div>
  )
}

function ConfigOf({ config }: { config: ImageConfig }) {
  const { executionParameters: run, problems } = config
  const platform = configPlatform(config)
  return (
    <div className="grid gap-6">
      {problems.length > 0 && (
        <Notice
          look="warning"
          title={`${formatCounted(problems.length, 'part')} of the config could not be read`}
        >
          <ul>
            {problems.slice(0, 10).map((problem) => (
              <li key={problem}>
                <StrangerText text={problem} limit={200} />
              </li>
            ))}
            {problems.length > 10 && <li>… and {problems.length - 10} more</li>}
          </ul>
        </Notice>
      )}
      <dl className="grid grid-cols-1 gap-x-6 rounded-xl border border-line bg-surface px-4 py-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <Item name="Created">
          <Age date={config.created === 'not recorded' ? undefined : config.created} />
        </Item>
        <Item name="Author">
          {config.author && <StrangerText text={config.author} limit={500} />}
        </Item>
        <Item name="Platform">
          {platform ? (
            <StrangerText text={formatPlatform(platform)} limit={200} />
          ) : (
            <Faint>not given</Faint>
          )}
        </Item>
        <Item name="User">
          {run.user ? <Code text={run.user} /> : <Faint>not set, so root</Faint>}
        </Item>
        <Item name="Working directory">{run.workingDir && <Code text={run.workingDir} />}</Item>
        <Item name="Entrypoint">
          {run.entrypoint && <Code text={formatExecForm(run.entrypoint)} />}
        </Item>
        <Item name="Command">{run.cmd && <Code text={formatExecForm(run.cmd)} />}</Item>
        <Item name="Shell">{run.shell && <Code text={formatExecForm(run.shell)} />}</Item>
        <Item name="Exposed ports">{codes(run.exposedPorts)}</Item>
        <Item name="Volumes">{codes(run.volumes)}</Item>
        <Item name="Health check">
          {run.healthcheck && <HealthcheckText check={run.healthcheck} />}
        </Item>
        <Item name="Stop signal">{run.stopSignal && <Code text={run.stopSignal} />}</Item>
        <Item name="On build">{codes(run.onBuild)}</Item>
      </dl>
      <AnnotationTable
        title="Environment"
        label="Environment"
        entries={run.env.map((variable) => splitVariable(variable))}
      />
      <AnnotationTable title="Labels" label="Labels" entries={[...run.labels]} />
    </div>
  )
}

/** A row of the list; none where there is nothing to say. */
function Item({ name, children }: { name: string; children: ReactNode }) {
  if (children === undefined || children === null || children === false || children === '')
    return null
  return (
    <>
      <dt className="pt-2 text-soft sm:py-1.5">{name}</dt>
      <dd className="min-w-0 pb-1 sm:py-1.5">{children}</dd>
    </>
  )
}

function Code({ text }: { text: string }) {
  return (
    <code className="font-mono text-sm">
      <StrangerText text={text} limit={5000} />
    </code>
  )
}

function Faint({ children }: { children: ReactNode }) {
  return <span className="text-faint">{children}</span>
}

function codes(all: readonly string[]): ReactNode {
  const texts = [...new Set(all)]
  if (texts.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-4">
      {texts.slice(0, 200).map((text) => (
        <li key={text}>
          <Code text={text} />
        </li>
      ))}
      {texts.length > 200 && <li>… and {texts.length - 200} more</li>}
    </ul>
  )
}

function HealthcheckText({ check }: { check: Healthcheck }) {
  const [kind = '', ...command] = check.test
  if (kind === 'NONE') return <Faint>switched off</Faint>
  const text = kind === 'CMD' ? formatExecForm(command) : command.join(' ')
  const times = [
    check.interval && `every ${formatDuration(check.interval)}`,
    check.timeout && `timeout ${formatDuration(check.timeout)}`,
    check.startPeriod && `start period ${formatDuration(check.startPeriod)}`,
    check.startInterval && `start interval ${formatDuration(check.startInterval)}`,
    check.retries && `${check.retries} retries`,
  ].filter(Boolean)
  return (
    <>
      {kind === '' ? <Faint>the one of the base image</Faint> : <Code text={text} />}
      {times.length > 0 && <span className="text-soft"> {times.join(', ')}</span>}
    </>
  )
}

/** `NAME=value` → both; a variable without `=` has an empty value. */
function splitVariable(variable: string): readonly [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}
