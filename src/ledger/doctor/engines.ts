/** Checks of the open engines: event store, clock, usage store, identity index, and of the names that they hold. */
import { createBatchLog, rowsOf, watermarksOf } from '../../log/batchLog.ts'
import { batchName } from '../../log/keys.ts'
import { lastEvent } from '../../log/lastEvent.ts'
import { streams } from '../../log/streams.ts'
import type { DoctorCheck } from '../../service/headwater.ts'
import type { Engines } from '../engines.ts'
import { doubtful, failing, fine, wrong } from './doctor.ts'
import { examineNames } from './names.ts'

/** The clock of a machine may be set back a little. */
const clockSlackMs = 5_000

export async function examineEngines(engines: Engines): Promise<DoctorCheck[]> {
  return [
    await attempt('event store', () => examineEvents(engines)),
    await attempt('clock', () => examineClock(engines)),
    await attempt('usage store', () => examineUsage(engines)),
    await attempt('identity index', () => examineIdentities(engines)),
    await attempt('payee names', () => examineNames(engines)),
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
  const now = clock()
  for (const stream of [streams.registry, streams.ingest(partition), streams.epochs]) {
    const last = await lastEvent(events, stream)
    if (last === undefined || Date.parse(last.recordedAt) <= now.getTime() + clockSlackMs) continue
    return wrong(
      'clock',
      `the clock shows ${now.toISOString()}, but an event was recorded at ${last.recordedAt}`,
      'Set the clock: a close takes its default time from it, and refuses a time in the future.',
    )
  }
  return fine('clock', `${now.toISOString()}, after everything recorded`)
}

async function examineUsage({ usage, events }: Engines): Promise<DoctorCheck> {
  const { refused: store, reader } = await usage.get()
  const recorded = (await createBatchLog(events).upTo(await events.head())).filter(
    (batch) => rowsOf(batch) > 0,
  )
  const present = new Set((await reader.listAttempts(watermarksOf(recorded))).map(batchName))
  const lost = recorded.filter((batch) => !present.has(batchName(batch)))
  if (lost.length > 0) {
    return wrong(
      'usage store',
      `${lost.length} of ${recorded.length} recorded batches have no rows; the first is batch ${lost[0]!.revision} of partition ${lost[0]!.partition}`,
      'Restore the data folder from a backup: no epoch is closed without these rows.',
    )
  }
  const refused = await store.count()
  const detail = `it opens, and its tables are up to date; ${refused} refused events are open`
  return refused === 0
    ? fine('usage store', detail)
    : doubtful(
        'usage store',
        detail,
        'List them: headwater refused list. After a fix: headwater refused replay',
      )
}

async function examineIdentities({ identities, events }: Engines): Promise<DoctorCheck> {
  const index = await identities.get()
  const head = await events.head()
  if (index.rebuilt !== undefined) {
    return doubtful(
      'identity index',
      `it was damaged (${index.rebuilt})`,
      'Nothing to do: the next ingest rebuilds it from the logs.',
    )
  }
  if (index.position > head) {
    return wrong(
      'identity index',
      `it has the log up to position ${index.position}, but the log ends at ${head}: its end was removed`,
      'Restore the data folder from a backup.',
    )
  }
  const behind = index.position < head ? '; the next ingest brings it up to the log' : ''
  return fine(
    'identity index',
    `opens; ${index.size} identities up to position ${index.position} of ${head}${behind}`,
  )
}

async function attempt(name: string, check: () => Promise<DoctorCheck>): Promise<DoctorCheck> {
  try {
    return await check()
  } catch (error) {
    return failing(name, error)
  }
}
