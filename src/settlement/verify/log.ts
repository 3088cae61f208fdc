/**
 * Checks that the log is whole: every event of a stream has the next revision, and no usage rows or books exist that
 * only a longer log explains.
 *
 * What a kill leaves is at most one step ahead of the log: rows of the batch that would have come next in a partition,
 * books of the epoch that would have been closed next. Further ahead means that events were removed. One step ahead
 * may be either: it is reported, and is no difference.
 */

import { watermarksOf } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { describeBatch } from '../close/scope.ts'
import type { Findings } from './findings.ts'
import type { Verification } from './inputs.ts'

/** @param last the epoch whose report contains it */
export async function checkLog(
  verification: Verification,
  findings: Findings,
  last: ClosedEpoch | undefined,
): Promise<void> {
  const { events, usage, books, batches, replay } = verification
  const leftovers: string[] = []
  const held = (): string =>
    ['No event is missing, and nothing is there that only a longer log explains.', ...leftovers].join(' ')
  await findings.check('log', held, async () => {
    // Rows and books are read before the log, which may grow meanwhile.
    const partitions = watermarksOf(await batches.upTo(await events.head()))
    const everything = new Map(
      [...(last?.watermarks ?? []), ...partitions].map(([name]) => [name, Number.MAX_SAFE_INTEGER]),
    )
    const attempts = await usage.listAttempts(everything)
    const booksTo = await books.lastEpoch()
    const head = await events.head()

    await replay.to(head)
    const recorded = await batches.ends(head)
    for (const key of attempts) {
      const ahead = key.revision - (recorded.get(key.partition) ?? -1)
      if (ahead > 1)
        findings.differs('log', `${describeBatch(key)} has rows, and the log ends ${ahead} batches before.`)
      else if (ahead === 1)
        leftovers.push(`${describeBatch(key)} has rows and is not recorded, as a kill leaves it.`)
    }
    for await (const _ of readWhole(events, streams.books));
    let epochs = 0
    for await (const _ of readWhole(events, streams.epochs)) epochs++
    if (booksTo > epochs + 1)
      findings.differs('log', `There are books of epoch ${booksTo}, and ${epochs} epochs are closed.`)
    else if (booksTo === epochs + 1)
      leftovers.push(`There are books of epoch ${booksTo}, which is not closed, as a kill leaves them.`)
  })
}
