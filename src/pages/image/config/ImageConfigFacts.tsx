import type { ReactNode } from 'react'
import { formatCounted } from '../../../format/count.ts'
import { formatPlatform } from '../../../format/platform.ts'
import { formatDuration, formatExecForm } from '../../../image/goText.ts'
import type { Healthcheck, ImageConfig } from '../../../image/imageConfig.ts'
import { configPlatform } from '../../../image/platforms.ts'
import { Age } from '../../../components/Age.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { AnnotationTable } from '../shared/AnnotationTable.tsx'
import { FactRow } from '../shared/FactRow.tsx'
import { StrangerCode, StrangerText } from '../shared/StrangerText.tsx'

/** What an image's config says, field by field. */
export function ImageConfigFacts({ config }: { config: ImageConfig }) {
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
      <dl className="grid grid-cols-1 gap-x-6 rounded-xl border border-line bg-surface px-4 py-2 sm:grid-cols-[10rem_minmax(0,1fr)] [&>dd]:pb-1 sm:[&>dd]:py-1.5 [&>dt]:pt-2 sm:[&>dt]:py-1.5">
        <FactRow name="Created">
          <Age date={config.created} />
        </FactRow>
        <FactRow name="Author">
          {config.author && <StrangerText text={config.author} limit={500} />}
        </FactRow>
        <FactRow name="Platform">
          {platform ? formatPlatform(platform) : <Faint>not given</Faint>}
        </FactRow>
        <FactRow name="User">
          {run.user ? <StrangerCode text={run.user} /> : <Faint>not set, so root</Faint>}
        </FactRow>
        <FactRow name="Working directory">
          {run.workingDir && <StrangerCode text={run.workingDir} />}
        </FactRow>
        <FactRow name="Entrypoint">{execForm(run.entrypoint)}</FactRow>
        <FactRow name="Command">{execForm(run.cmd)}</FactRow>
        <FactRow name="Shell">{execForm(run.shell)}</FactRow>
        <FactRow name="Exposed ports">{codes(run.exposedPorts)}</FactRow>
        <FactRow name="Volumes">{codes(run.volumes)}</FactRow>
        <FactRow name="Health check">
          {run.healthcheck && <HealthcheckText check={run.healthcheck} />}
        </FactRow>
        <FactRow name="Stop signal">
          {run.stopSignal && <StrangerCode text={run.stopSignal} />}
        </FactRow>
        <FactRow name="On build">{codes(run.onBuild)}</FactRow>
      </dl>
      <AnnotationTable title="Environment" entries={run.env.map(splitVariable)} />
      <AnnotationTable title="Labels" entries={[...run.labels]} />
    </div>
  )
}

function Faint({ children }: { children: ReactNode }) {
  return <span className="text-faint">{children}</span>
}

function execForm(list: readonly string[] | undefined): ReactNode {
  return list && <StrangerCode text={formatExecForm(list)} />
}

function codes(all: readonly string[]): ReactNode {
  const texts = [...new Set(all)]
  if (texts.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-4">
      {texts.slice(0, 200).map((text) => (
        <li key={text}>
          <StrangerCode text={text} />
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
      {kind === '' ? <Faint>the one of the base image</Faint> : <StrangerCode text={text} />}
      {times.length > 0 && <span className="text-soft"> {times.join(', ')}</span>}
    </>
  )
}

/** `NAME=value` → both; a variable without `=` has an empty value. */
function splitVariable(variable: string): readonly [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}
