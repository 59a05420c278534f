import type { Case } from './case.ts'
import { brokenPromises, halfDone, misreported } from './judge.ts'
import { PATIENT } from './pace.ts'
import { recoveryOf } from './statement.ts'

/** The next start of the page, which settles what a report left open. */
export async function startAgainAndJudge(one: Case): Promise<void> {
  const { journal, transport, said, odd, world } = one
  const options = { isLive: () => false, pace: PATIENT }
  const recovery = await world.product.recoverEntries(transport, journal, options)
  await odd?.settled()
  const open = (await journal.read()).filter(({ state }) => state === 'open')
  const change = await one.compare()
  const wrong = [
    ...(open.length > 0 ? [`${open.length} entries are open`] : []),
    ...misreported(change, recoveryOf(recovery)),
    ...(said ? [...brokenPromises(change, said), ...halfDone(change, said)] : []),
  ]
  one.wrong.push(...wrong.map((sentence) => `after the next start: ${sentence}`))
}
