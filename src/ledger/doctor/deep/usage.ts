/** The usage store: its files by their checksums, the rows by what their batches recorded, the books by the manifests. */
import { createBatchLog } from '../../../log/batchLog.ts'
import type { ClosedEpoch } from '../../../log/epochClosed.ts'
import { createEpochLog } from '../../../log/epochLog.ts'
import { checkpointOf } from '../../../log/manifest.ts'
import type { DoctorCheck } from '../../../service/headwater.ts'
import type { BooksStore } from '../../../settlement/books.ts'
import { reconcile } from '../../../settlement/close/reconcile.ts'
import { callSumsDigest } from '../../../settlement/digests.ts'
import { checkStanding } from '../../../settlement/verify/books.ts'
import { Findings } from '../../../settlement/verify/findings.ts'
import type { Engines } from '../../engines.ts'
import { fine, wrong } from '../doctor.ts'
import { faultsListedMax } from './log.ts'

export async function examineTables({ usage }: Engines): Promise<DoctorCheck> {
  const { files } = await usage.get()
  if (files === undefined)
    return fine('usage files', 'the tables are on a server, which checks its own files')
  const faults = await files.examine()
  if (faults.length === 0) return fine('usage files', 'every file of every table has its checksum')
  return wrong('usage files', listed(faults.map(({ message }) => message)), faults[0]!.fix)
}

export async function examineRows({ usage, events }: Engines): Promise<DoctorCheck> {
  const { reader } = await usage.get()
  const batches = await createBatchLog(events).upTo(await events.head())
  const differences: string[] = []
  for await (const { message } of reconcile(reader, batches)) differences.push(message)
  if (differences.length === 0)
    return fine('usage rows', `${batches.length} batches have the rows, sums and digests that they recorded`)
  return wrong(
    'usage rows',
    listed(differences),
    'Restore the data folder from a backup: no epoch is closed without these rows.',
  )
}

export async function examineBooks({ usage, events }: Engines): Promise<DoctorCheck> {
  const { books } = await usage.get()
  const epochs = await createEpochLog(events).list()
  const keys = epochs.map(({ key }) => key)
  const differences: string[] = []
  for (const [index, epoch] of epochs.entries()) {
    const findings = new Findings(epoch.epoch)
    await findings.check('standing', '', () =>
      checkStanding(findings, books, { closed: keys.slice(0, index + 1), epoch }),
    )
    differences.push(...findings.report().checks.flatMap(({ ok, detail }) => (ok ? [] : [detail])))
    differences.push(...(await examineLines(books, epoch)))
  }
  if (differences.length === 0)
    return fine('books', `the books of ${epochs.length} epochs add up to what their manifests say`)
  return wrong(
    'books',
    listed(differences),
    'Run `headwater rebuild`, which computes the books again from the logs. `headwater verify` lists every line that differs.',
  )
}

/** Reads every line, so that one that cannot be read is found, and compares the sums that the lines have in common. */
async function examineLines(books: BooksStore, { epoch, key, manifest }: ClosedEpoch): Promise<string[]> {
  const [balances, earnings] = [new Map<string, bigint>(), new Map<string, bigint>()]
  for await (const { payee, currency, earned } of books.epochBalances(key))
    add(balances, JSON.stringify([payee, currency]), earned)
  for await (const { payee, currency, amount } of books.epochEarnings(key))
    add(earnings, JSON.stringify([payee, currency]), amount)
  for await (const _ of books.epochPayouts(key));
  for await (const _ of books.epochFlows(key));
  const left = checkpointOf(manifest)
  const callSums = callSumsDigest()
  for await (const line of books.epochCallSums(key)) callSums.add(line)
  const differing =
    left === undefined || left.callSums === callSums.hex()
      ? []
      : [`The sums of calls that epoch ${epoch} left do not have the digest in its manifest.`]
  const names = new Set([...balances.keys(), ...earnings.keys()])
  const unequal = [...names].flatMap((name) => {
    const [told, summed] = [balances.get(name) ?? 0n, earnings.get(name) ?? 0n]
    return told === summed
      ? []
      : [`Of epoch ${epoch}, ${name} earned ${told} by its balance and ${summed} by its earnings.`]
  })
  return [...differing, ...unequal]
}

function add(sums: Map<string, bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount)
}

function listed(details: readonly string[]): string {
  const more = details.length > faultsListedMax ? ` And ${details.length - faultsListedMax} more.` : ''
  return details.slice(0, faultsListedMax).join(' ') + more
}
