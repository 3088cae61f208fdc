/**
 * Checks that the log is whole: every event of a stream has the next revision, every recorded batch has its rows, and no
 * usage rows or books exist that only a longer log explains. What a kill leaves is reported, and is no difference: see log/inStep.ts.
 */

import { createEpochLog } from '../../log/epochLog.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { describeBatch } from '../close/scope.ts'
import { examineSteps } from '../inStep.ts'
import type { Findings } from './findings.ts'
import type { Verification } from './inputs.ts'

/** @param registryRead reads and applies the registry's events up to the head of the log */
export async function checkLog(
  verification: Verification,
  findings: Findings,
  registryRead: () => Promise<unknown>,
): Promise<void> {
  const { events } = verification
  const leftovers: string[] = []
  const held = (): string =>
    ['No event is missing, and nothing is there that only a longer log explains.', ...leftovers].join(' ')
  await findings.check('log', held, async () => {
    await registryRead()
    for await (const _ of readWhole(events, streams.books));
    const steps = await examineSteps({ ...verification, epochs: createEpochLog(events) })
    for (const sentence of [...steps.logBehind, ...steps.callsBehind]) findings.differs('log', sentence)
    for (const key of steps.killedBatches) {
      leftovers.push(`${describeBatch(key)} has rows and is not recorded, as a kill leaves it.`)
    }
    const next = steps.killedBooks.find(({ epoch }) => !verification.closed.has(epoch))
    if (next)
      leftovers.push(`There are books of epoch ${next.epoch}, which is not closed, as a kill leaves them.`)
  })
}
