import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { repositoryKey } from '../../queries/tags.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import type { UnseenReport } from '../unseenReports.ts'
import { CheckAgainButton } from './CheckAgainButton.tsx'
import { focusOnMount } from './focusOnMount.ts'
import { dropReport } from './keepReport.ts'
import { ReportView } from './ReportView.tsx'
import { summarize } from './words.ts'

/** The report of a deletion whose page was left while it ran. */
export function UnseenReportDialog({ unseen }: { unseen: UnseenReport }) {
  const queryClient = useQueryClient()
  const { ability } = unseen
  const [report, setReport] = useState(unseen.report)
  const check = async () => {
    setReport(await unseen.checkAgain())
    void queryClient.invalidateQueries({ queryKey: repositoryKey(report.repository) })
  }
  const close = () => dropReport(unseen.report)
  return (
    <Dialog title={summarize(report)} onClose={close}>
      <DialogBody>
        <ReportView report={report} ability={ability} />
      </DialogBody>
      <DialogFooter>
        <CheckAgainButton onCheck={check} />
        <Button ref={focusOnMount} onClick={close}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
