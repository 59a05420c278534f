import { useQueries } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useLocation } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { RefreshButton } from '../../components/RefreshButton.tsx'
import { formatCounted } from '../../format/count.ts'
import { signedInUser } from '../../queries/session/session.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { CheckRow } from './CheckRow.tsx'
import { CHECKS } from './checks/checks.ts'
import { runCheck } from './checks/runCheck.ts'
import type { Finding } from './finding.ts'
import { createProbe } from './probe.ts'
import { writeReport } from './report.ts'

/** `/connection`: what works between this browser, Homeport and the registry, and what to change if something doesn't. */
export function ConnectionPage() {
  // With another login, everything may be answered otherwise.
  const user = useSyncExternalStore(signedInUser.subscribe, signedInUser.read)
  return <Checks key={user} user={user} />
}

function Checks({ user }: { user: string | undefined }) {
  const [{ round, probe }, setRound] = useState(() => ({ round: 0, probe: createProbe() }))
  const results = useQueries({
    queries: CHECKS.map((check) => ({
      queryKey: ['connection', user, check.id, round],
      queryFn: () => runCheck(check, probe),
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    })),
  })
  const findings = new Map<string, Finding>(
    CHECKS.flatMap(({ id }, at) => {
      const finding = results[at]?.data
      return finding ? [[id, finding] as const] : []
    }),
  )
  const isBusy = findings.size < CHECKS.length
  useScrollToHash()
  return (
    <Page
      title="Connection"
      actions={
        <RefreshButton
          isBusy={isBusy}
          onRefresh={() => setRound({ round: round + 1, probe: createProbe() })}
        />
      }
    >
      <p role="status" className="mt-1 flex flex-wrap items-center gap-x-2 text-soft">
        {isBusy
          ? `Checking… ${findings.size} of ${CHECKS.length}`
          : summarize([...findings.values()])}
        {!isBusy && <CopyButton text={writeReport(findings)} label="Copy as a report" />}
      </p>
      <dl className="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
        {CHECKS.map((check) => (
          <CheckRow key={check.id} check={check} finding={findings.get(check.id)} />
        ))}
      </dl>
    </Page>
  )
}

function summarize(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length
  const [failed, limited, unknown] = [count('failed'), count('limited'), count('unknown')]
  const parts = [
    failed > 0 && `${formatCounted(failed, 'check')} failed`,
    limited > 0 && `${formatCounted(limited, 'limit')} found`,
    unknown > 0 && `${formatCounted(unknown, 'check')} couldn’t be made`,
  ].filter((part) => part !== false)
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Everything works.'
}

/** Errors elsewhere link to a line of this page. */
function useScrollToHash() {
  const { hash } = useLocation()
  useEffect(() => document.getElementById(hash.slice(1))?.scrollIntoView(), [hash])
}
