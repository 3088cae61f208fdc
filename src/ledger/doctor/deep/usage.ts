/** The usage store: its files by their checksums, the rows by what their batches recorded, the books by the manifests. */

import { callSumsDigest } from '../../../books/digests.ts'
import type { BooksStore } from '../../../books/port.ts'
import { createBatchLog } from '../../../log/batchLog.ts'
import type { ClosedEpoch } from '../../../log/epochClosed.ts'
import { createEpochLog } from '../../../log/epochLog.ts'
import { checkpointOf, isContracted } from '../../../log/manifest.ts'
import type { DoctorCheck } from '../../../service/headwater.ts'
import { reconcile } from '../../../settlement/close/reconcile.ts'
import { checkStanding } from '../../../settlement/verify/books.ts'
import { Findings } from '../../../settlement/verify/findings.ts'
import type { Engines } from '../../engines.ts'
import { fine, wrong } from '../doctor.ts'
import { unequalEarnings } from './earned.ts'
import { Faults } from './faults.ts'

export async function examineTables({ usage }: Engines): Promise<DoctorCheck> {
  const { files } = await usage.get()
  if (files === undefined)
    return fine('usage files', 'the tables are on a server, which checks its own files')
  const faults = await files.examine()
  if (faults.length === 0) return fine('usage files', 'every file of every table has its checksum')
  const found = new Faults()
  for (const { message } of faults) found.add(message)
  return wrong('usage files', found.text(), faults[0]!.fix)
}

export async function examineRows({ usage, events }: Engines): Promise<DoctorCheck> {
  const { reader } = await usage.get()
  const batches = await createBatchLog(events).upTo(await events.head())
  const found = new Faults()
  for await (const { message } of reconcile(reader, batches)) found.add(message)
  if (found.count === 0)
    return fine('usage rows', `${batches.length} batches have the rows, sums and digests that they recorded`)
  return wrong(
    'usage rows',
    found.text(),
    'Restore the data folder from a backup: no epoch is closed without these rows.',
  )
}

export async function examineBooks({ usage, events }: Engines): Promise<DoctorCheck> {
  const { books } = await usage.get()
  const epochs = await createEpochLog(events).list()
  const keys = epochs.map(({ key }) => key)
  const found = new Faults()
  for (const [index, epoch] of epochs.entries()) {
    const findings = new Findings(epoch.epoch)
    await findings.check('standing', '', () =>
      checkStanding(findings, books, { closed: keys.slice(0, index + 1), epoch }),
    )
    for (const { ok, detail } of findings.report().checks) if (!ok) found.add(detail)
    await examineLines(books, epoch, found)
  }
  if (found.count === 0)
    return fine('books', `the books of ${epochs.length} epochs add up to what their manifests say`)
  return wrong(
    'books',
    found.text(),
    'Run `headwater rebuild`, which computes the books again from the logs. `headwater verify` lists every line that differs.',
  )
}

/** Reads every line, so that one that cannot be read is found, and compares the sums that the lines have in common. */
async function examineLines(books: BooksStore, closed: ClosedEpoch, found: Faults): Promise<void> {
  const { epoch, key, manifest } = closed
  for await (const sentence of unequalEarnings(books, closed)) found.add(sentence)
  for await (const _ of books.epochPayouts(key));
  for await (const _ of books.epochFlows(key));
  if (isContracted(manifest)) for await (const _ of books.epochTakes(key));
  const left = checkpointOf(manifest)
  const callSums = callSumsDigest()
  for await (const line of books.epochCallSums(key)) callSums.add(line)
  if (left !== undefined && left.callSums !== callSums.hex())
    found.add(`The sums of calls that epoch ${epoch} left do not have the digest in its manifest.`)
}
