import { type DeletionReport, isAllWell } from '../../deletion/report.ts'
import { announce } from '../announcements.ts'
import { type UnseenReport, unseenReports } from '../unseenReports.ts'
import { summarize } from './words.ts'

/** For a report whose page was left: says how it ended, and keeps it where it has to be read. */
export function keepReport(unseen: UnseenReport): void {
  announce(summarize(unseen.report))
  if (!isAllWell(unseen.report)) unseenReports.write([...unseenReports.read(), unseen])
}

/** For one that was read. */
export function dropReport(report: DeletionReport): void {
  unseenReports.write(unseenReports.read().filter((unseen) => unseen.report !== report))
}
