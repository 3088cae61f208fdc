/**
 * Events that are kept elsewhere than in the folder. The folder's own file stays what locks it, and keeps the snapshots:
 * they are derived, as large as the registry, and read at the start of this machine alone, so they need neither a
 * server's care nor its limit on the size of an event.
 *
 * Rows, identities and snapshots of a folder mean something beside their own log only. So the folder notes which log
 * that is, by the id of its first event, and is refused beside any other.
 */
import { fail } from '../../errors.ts'
import type { EventStore, SnapshotStore } from '../../eventstore/port.ts'

/** Under this name the note stands among the snapshots. */
const noteName = 'log'

/**
 * @param local the folder's own store, which is closed with the one that is given back
 * @throws HeadwaterError `eventstore.other`, `eventstore.unavailable`
 */
export async function shareEvents(
  local: EventStore & SnapshotStore,
  shared: EventStore,
): Promise<EventStore & SnapshotStore> {
  if ((await local.head()) > 0) {
    fail(
      'eventstore.other',
      'The data folder has events of its own; an event store elsewhere would not have them.',
    )
  }
  let bound = await bind(local, shared)
  return {
    async append(appends) {
      const result = await shared.append(appends)
      if (!bound) bound = await bind(local, shared)
      return result
    },
    readStream: (stream, options) => shared.readStream(stream, options),
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

/** @throws HeadwaterError `eventstore.other` where the folder belongs to a log that is kept elsewhere */
export async function assertOwnEvents(local: SnapshotStore): Promise<void> {
  if ((await local.load(noteName)) === undefined) return
  fail(
    'eventstore.other',
    'The events of the data folder are in an event store elsewhere; name it with --eventstore or HEADWATER_EVENTSTORE_URL.',
  )
}

/** Whether the folder is bound to the log now; a log without events can't be told from another. */
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
