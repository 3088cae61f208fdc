/** Checks of the open engines: event store, clock, usage store, identity index, and of the names that they hold. */
import { existsSync } from 'node:fs'
import { lastEvent } from '../../log/lastEvent.ts'
import { streams } from '../../log/streams.ts'
import type { DoctorCheck } from '../../service/headwater.ts'
import type { Quarantine } from '../../usage/quarantine.ts'
import type { Engines } from '../engines.ts'
import { examineLedger } from '../inStep.ts'
import { attempt, doubtful, fine, wrong } from './doctor.ts'
import { examineNames } from './names.ts'

/** The clock of a machine may be set back a little. */
const clockSlackMs = 5_000

/** @param deep whether everything that the engines have is read too */
export async function examineEngines(engines: Engines, deep: boolean): Promise<DoctorCheck[]> {
  return [
    ...(await attempt('event store', () => examineEvents(engines))),
    ...(await attempt('clock', () => examineClock(engines))),
    ...(await attempt('usage store', () => examineUsage(engines))),
    ...(await attempt('identity index', () => examineIdentities(engines))),
    ...(await attempt('payee names', () => examineNames(engines))),
    ...(deep ? await (await import('./deep/deep.ts')).examineDeeply(engines) : []),
  ]
}

async function examineEvents({ events }: Engines): Promise<DoctorCheck> {
  const registry = await lastEvent(events, streams.registry)
  const epochs = await lastEvent(events, streams.epochs)
  return fine(
    'event store',
    `opens; ${(registry?.revision ?? -1) + 1} registry events, ${(epochs?.revision ?? -1) + 1} epochs, position ${await events.head()}`,
  )
}

async function examineClock({ events, clock, partition }: Engines): Promise<DoctorCheck> {
  for (const stream of [streams.registry, streams.ingest(partition), streams.epochs]) {
    const last = await lastEvent(events, stream)
    // After the read, which may take long while other processes record.
    const now = clock()
    if (last === undefined || Date.parse(last.recordedAt) <= now.getTime() + clockSlackMs) continue
    return wrong(
      'clock',
      `the clock shows ${now.toISOString()}, but an event was recorded at ${last.recordedAt}`,
      'Set the clock: a close takes its default time from it, and refuses a time in the future.',
    )
  }
  return fine('clock', `${clock().toISOString()}, after everything recorded`)
}

async function examineUsage(engines: Engines): Promise<DoctorCheck[]> {
  const { refused: store, quarantine } = await engines.usage.get()
  const refused = await store.count()
  const { notKept } = await store.losses()
  const lost = notKept === 0 ? '' : `; ${notKept} more were refused and not kept`
  const detail = `it opens, and its tables are up to date; ${refused} refused events are open${lost}`
  const opens =
    refused + notKept === 0
      ? fine('usage store', detail)
      : doubtful(
          'usage store',
          detail,
          'List them: headwater refused list. After a fix: headwater refused replay. Or: headwater refused dismiss',
        )
  return [opens, await examineStep(engines), await examineQuarantine(quarantine)]
}

async function examineStep(engines: Engines): Promise<DoctorCheck> {
  const { logBehind, callsBehind, booksBehind, killedBatches, killedBooks } = await examineLedger(engines)
  const found = [...logBehind, ...callsBehind, ...booksBehind]
  if (found.length > 0) {
    return wrong(
      'log, calls and books',
      found.join(' '),
      'Restore the part that is behind from a copy that is as new as the rest, or the whole folder from one backup.',
    )
  }
  if (killedBatches.length + killedBooks.length > 0) {
    return doubtful(
      'log, calls and books',
      `rows of ${killedBatches.length} batches and books of ${killedBooks.length} closes were never recorded, as a kill leaves them, or a log that lost its last batch`,
      'If an older copy of the log was restored, restore the newer one. Otherwise send again what was under way: the next ingest and close move these rows to the quarantine.',
    )
  }
  return fine(
    'log, calls and books',
    'of one moment. A whole folder of an earlier moment looks the same: headwater verify --against MANIFEST',
  )
}

async function examineQuarantine(quarantine: Quarantine): Promise<DoctorCheck> {
  const { batches, books } = await quarantine.list()
  if (batches.length + books.length === 0) return fine('quarantine', 'it is empty')
  return doubtful(
    'quarantine',
    `it holds rows of ${batches.length} batches and books of ${books.length} closes that were never recorded, as a kill leaves them`,
    'List them: headwater quarantine list. Where they are not needed: headwater quarantine empty',
  )
}

async function examineIdentities({
  identities,
  ownIdentities,
  knows,
  events,
  folder,
}: Engines): Promise<DoctorCheck> {
  if (knows === 'all' && ownIdentities.exists && !existsSync(folder.identities)) {
    return fine(
      'identity index',
      'this folder is that of a worker that knows the identities of its own partitions; --deep compares them with the log',
    )
  }
  const index = await identities.get()
  const head = await events.head()
  if (index.rebuilt !== undefined) {
    return doubtful(
      'identity index',
      `it was damaged (${index.rebuilt})`,
      'Nothing to do: the next ingest rebuilds it from the logs.',
    )
  }
  const behind = index.position < head ? '; the next ingest brings it up to the log' : ''
  return fine(
    'identity index',
    `opens; ${index.size} identities up to position ${index.position} of ${head}${behind}`,
  )
}
