/**
 * A ledger on which several processes work: its events and its calls are on servers, and each process has a data folder
 * of its own. Such a folder has only what can be derived from the servers: a lock, the registry store, the index of identities.
 *
 * The log has the ledger's name, under which the usage store claims its tables on a server. Where the calls are in a
 * folder, the log names that folder, since no other folder has them.
 */
import { hex } from '../../base/hex.ts'
import { fail } from '../../errors.ts'
import { isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore, SnapshotStore } from '../../eventstore/port.ts'
import { type LedgerNamed, ledgerNamed } from '../../log/ledgerNamed.ts'
import { streams } from '../../log/streams.ts'

/**
 * Returns the ledger's name; names it where the log has no name yet.
 * @param own the name that this process would give, and the name of its folder if the calls are to be in the folder
 * @throws HeadwaterError `usage.elsewhere` where the calls of the log are in another place
 */
export async function nameLedger(events: EventStore, own: LedgerNamed): Promise<string> {
  const named = (await readName(events)) ?? (await name(events, own))
  if (named.folder !== own.folder) {
    const where = named.folder === undefined ? 'on a ClickHouse server' : `in the data folder ${named.folder}`
    const here = own.folder === undefined ? 'a ClickHouse server is configured' : `this is ${own.folder}`
    fail('usage.elsewhere', `The calls of this log are ${where}, and ${here}.`, {
      data: { ledger: named.ledger },
    })
  }
  return named.ledger
}

async function readName(events: EventStore): Promise<LedgerNamed | undefined> {
  for await (const event of events.readStream(streams.ledger, { limit: 1 })) return ledgerNamed.read(event)
  return undefined
}

async function name(events: EventStore, own: LedgerNamed): Promise<LedgerNamed> {
  const event = ledgerNamed.create(crypto.randomUUID(), own)
  try {
    await events.append([{ stream: streams.ledger, expectedRevision: 'none', events: [event] }])
  } catch (error) {
    // Another process was first.
    if (!isWrongRevision(error)) throw error
  }
  return (await readName(events))!
}

/** The place of the folder's own name among its snapshots. */
const folderNote = 'folder'

/** 16 hex digits that name this folder among all folders of one log. The first call makes the name. */
export async function folderName(
  local: SnapshotStore,
  randomBytes: (length: number) => Uint8Array,
): Promise<string> {
  const note = await local.load(folderNote)
  if (note !== undefined) return Buffer.from(note.payload).toString()
  const made = hex(randomBytes(8))
  await local.save(folderNote, { revision: 0, payload: Buffer.from(made) })
  return made
}
