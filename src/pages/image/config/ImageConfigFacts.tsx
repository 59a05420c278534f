import type { ReactNode } from 'react'
import { formatCounted } from '../../../format/count.ts'
import { formatPlatform } from '../../../format/platform.ts'
import { formatDuration, formatExecForm } from '../../../image/history/goText.ts'
import type { Healthcheck, ImageConfig } from '../../../image/imageConfig.ts'
import { configPlatform } from '../../../image/index/platforms.ts'
import { Age } from '../../../components/Age.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { AnnotationTable } from '../shared/PlainTable.tsx'
import { FactRow, StrangerCode, StrangerText } from '../shared/StrangerText.tsx'

/** What an image's config says, field by field. */
export function ImageConfigFacts({ config }: { config: ImageConfig }) {
  const { executionParameters: run, problems } = config
  const platform = configPlatform(config)
  const defaultUser = config.os === 'windows' ? 'default of the base image' : 'root (default)'
  return (
    <div className="grid gap-6">
      {problems.length > 0 && (
        <Notice
          look="warning"
          title={`${formatCounted(problems.length, 'part')} of the config couldn’t be read`}
        >
          {listSome(problems, 10, '', (text) => (
            <StrangerText text={text} limit={200} />
          ))}
        </Notice>
      )}
      <dl className="grid grid-cols-1 gap-x-6 rounded-xl border border-line bg-surface px-4 py-2 sm:grid-cols-[10rem_minmax(0,1fr)] [&>dd]:pb-1 sm:[&>dd]:py-1.5 [&>dt]:pt-2 sm:[&>dt]:py-1.5">
        <FactRow name="Created">
          <Age date={config.created} />
        </FactRow>
        <FactRow name="Author">
          {config.author && <StrangerText text={config.author} limit={500} />}
        </FactRow>
        <FactRow name="Platform">{platform ? formatPlatform(platform) : faint('unknown')}</FactRow>
        <FactRow name="User">{code(run.user) || faint(defaultUser)}</FactRow>
        <FactRow name="Working directory">{code(run.workingDir)}</FactRow>
        <FactRow name="Entrypoint">{execForm(run.entrypoint)}</FactRow>
        <FactRow name="Command">{execForm(run.cmd)}</FactRow>
        <FactRow name="Shell">{execForm(run.shell)}</FactRow>
        <FactRow name="Exposed ports">{codes(run.exposedPorts)}</FactRow>
        <FactRow name="Volumes">{codes(run.volumes)}</FactRow>
        <FactRow name="Health check">{run.healthcheck && healthcheck(run.healthcheck)}</FactRow>
        <FactRow name="Stop signal">{code(run.stopSignal)}</FactRow>
        <FactRow name="On build">{codes(run.onBuild)}</FactRow>
      </dl>
      <AnnotationTable title="Environment" entries={run.env.map(splitVariable)} />
      <AnnotationTable title="Labels" entries={[...run.labels]} />
    </div>
  )
}

function faint(text: string): ReactNode {
  return <span className="text-faint">{text}</span>
}

function code(text: string | undefined): ReactNode {
  return text && <StrangerCode text={text} />
}

function execForm(list: readonly string[] | undefined): ReactNode {
  return list && code(formatExecForm(list))
}

function codes(all: readonly string[]): ReactNode {
  const texts = [...new Set(all)]
  return texts.length > 0 && listSome(texts, 200, 'flex flex-wrap gap-x-4', code)
}

function listSome(
  texts: readonly string[],
  most: number,
  className: string,
  draw: (text: string) => ReactNode,
): ReactNode {
  return (
    <ul className={className}>
      {texts.slice(0, most).map((text) => (
        <li key={text}>{draw(text)}</li>
      ))}
      {texts.length > most && <li>… and {texts.length - most} more</li>}
    </ul>
  )
}

function healthcheck(check: Healthcheck): ReactNode {
  const [kind = '', ...command] = check.test
  if (kind === 'NONE') return faint('disabled')
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
      {kind === '' ? faint('inherited from the base image') : <StrangerCode text={text} />}
      {times.length > 0 && <span className="text-soft"> {times.join(', ')}</span>}
    </>
  )
}

/** `NAME=value` → both; a variable without `=` has an empty value. */
function splitVariable(variable: string): readonly [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}
