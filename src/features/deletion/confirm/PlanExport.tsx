import type { DeletionPlan } from '../../../deletion/plan/deletionPlan.ts'
import { formatPlanJson } from '../../../deletion/plan/planJson.ts'
import { registryNow } from '../../../queries/session.ts'
import { Button } from '../../../ui/Button.tsx'
import { saveFile } from '../../../ui/saveFile.ts'

/** Saves the plan for other programs. */
export function PlanExport({ plan }: { plan: DeletionPlan }) {
  const name = `delete-from-${plan.repository.replaceAll('/', '-')}.json`
  const save = () =>
    saveFile(name, formatPlanJson(plan, new Date(registryNow())), 'application/json')
  return (
    <Button className="mt-1" onClick={save}>
      Download the plan as JSON
    </Button>
  )
}
