import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/Dialog.tsx'
import type { UnseenReport } from '../unseenReports.ts'
import { focusOnMount } from './focusOnMount.ts'
import { dropReport } from './keepReport.ts'
import { ReportView } from './ReportView.tsx'
import { useLookAgain } from './useLookAgain.ts'
import { summarize } from './words.ts'

/** The report of a deletion whose page was left while it ran. */
export function UnseenReportDialog({ unseen }: { unseen: UnseenReport }) {
  const { ability } = unseen
  const [report, setReport] = useState(unseen.report)
  useLookAgain(report, setReport)
  const close = () => dropReport(unseen.report)
  return (
    <Dialog title={summarize(report)} onClose={close}>
      <DialogBody>
        <ReportView report={report} ability={ability} />
      </DialogBody>
      <DialogFooter>
        <Button ref={focusOnMount} onClick={close}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
