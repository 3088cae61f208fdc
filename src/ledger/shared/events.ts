/**
 * Events that are kept on a server instead of in the folder. The folder's own event store still locks the folder and
 * keeps its notes.
 *
 * The rows, identities and registry of a folder are valid only with their own log. So the folder notes which log that
 * is, by the id of its first event, and is refused with any other.
 */
import { fail } from '../../errors.ts'
import type { EventStore, SnapshotStore } from '../../eventstore/port.ts'

/** The note's name among the snapshots. */
const noteName = 'log'

/**
 * @param local the folder's own store. Closing the returned store closes both
 * @throws HeadwaterError `eventstore.other`, `eventstore.unavailable`
 */
export async function shareEvents(
  local: EventStore & SnapshotStore,
  shared: EventStore,
): Promise<EventStore & SnapshotStore> {
  if ((await local.head()) > 0) {
    fail(
      'eventstore.other',
      'The data folder has events of its own, which an event store on a server would not have.',
    )
  }
  let bound = await bind(local, shared)
  const { appendBytesMax } = shared
  return {
    ...(appendBytesMax !== undefined && { appendBytesMax }),
    async append(appends) {
      const result = await shared.append(appends)
      if (!bound) bound = await bind(local, shared)
      return result
    },
    readStream: (stream, options) => shared.readStream(stream, options),
    readTexts: (stream, from) => shared.readTexts(stream, from),
    readAll: (options) => shared.readAll(options),
    head: () => shared.head(),
    load: (name) => local.load(name),
    save: (name, snapshot) => local.save(name, snapshot),
    async close() {
      await shared.close()
      await local.close()
    },
  }
}

/** @throws HeadwaterError `eventstore.other` where the folder belongs to a log on a server */
export async function assertOwnEvents(local: SnapshotStore): Promise<void> {
  if ((await local.load(noteName)) === undefined) return
  fail(
    'eventstore.other',
    'The events of the data folder are in an event store on a server: name it with --eventstore or HEADWATER_EVENTSTORE_URL.',
  )
}

/** Binds the folder to the log, and returns whether it is bound: a log without events can't be distinguished from another. */
async function bind(local: SnapshotStore, shared: EventStore): Promise<boolean> {
  const note = await local.load(noteName)
  const noted = note && Buffer.from(note.payload).toString()
  const first = await firstEventId(shared)
  if (noted !== undefined && noted !== first) {
    const what = first === undefined ? 'has no events' : 'holds another log'
    fail(
      'eventstore.other',
      `The data folder belongs to a log that begins with ${noted}; this event store ${what}.`,
    )
  }
  if (noted === undefined && first !== undefined) {
    await local.save(noteName, { revision: 0, payload: Buffer.from(first) })
  }
  return first !== undefined
}

async function firstEventId(events: EventStore): Promise<string | undefined> {
  for await (const { id } of events.readAll({ limit: 1 })) return id
  return undefined
}
