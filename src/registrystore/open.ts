/**
 * The registry of a ledger: a layer in memory over the store on disk. The store is derived from the log and behind it by
 * what the layer has, so a start reads one row and the events after it.
 */
import type { DatabaseSync } from 'node:sqlite'
import { HeadwaterError } from '../errors.ts'
import type { EventStore } from '../eventstore/port.ts'
import { invariant } from '../invariant.ts'
import { factsInState, PageApplier } from '../log/applyPages.ts'
import { readWholeTexts } from '../log/readWhole.ts'
import { streams } from '../log/streams.ts'
import { createRegistry, type RegistryState } from '../registry/index.ts'
import { contentsOf } from './contents.ts'
import { copyStore, openMoment, openStoreFile, openStoreUnwritten, removeStore } from './database.ts'
import { type HeldRegistry, Saving } from './saving.ts'
import { StoredRegistry } from './stored.ts'

type Events = Pick<EventStore, 'readStream' | 'readTexts'>

export interface StoredLedgerRegistry {
  /** To open the same store again with; undefined where there is no connection, or none that may be used further. */
  readonly connection: DatabaseSync | undefined
  /** The registry as the log has it, from now on changed by the caller alone. */
  readonly state: RegistryState
  /** Number of events that the store did not have when it was opened. */
  readonly replayed: number
  /** Writes into the store what only memory has. Call it while the registry in memory is that of the log. */
  save(): Promise<void>
  /**
   * The same, but the writing goes on in a thread when it resolves; what was begun before is in the store then. Call it
   * like `save`. @throws HeadwaterError what went wrong with the one before, too
   */
  beginSave(): Promise<void>
  /**
   * Takes what memory has now, which ends with the event `last`, to be written by a thread once the log has it. Undefined
   * while what was begun before is being written. @throws HeadwaterError what went wrong with that
   */
  hold(last: string): HeldRegistry | undefined
  /** The registry of this moment to go on with, of which the ledger learns nothing. Call it like `save`. */
  fork(): Promise<{ readonly state: RegistryState; close(): void }>
  /** The store of this moment, to be copied while the registry goes on; undefined where there is none. Call it like `save`. */
  moment(): Promise<StoreMoment | undefined>
  /** What the store has, which may be less than the log: the number of its events and a digest over every row. */
  contents(): Promise<StoreContents>
  /** Resolves when nothing is written any more; only reads may follow. */
  stopSaving(): Promise<void>
  close(): Promise<void>
}

export interface StoreMoment {
  /** Writes a new file. @throws HeadwaterError `data.diskFull`, `data.unwritable` */
  copyTo(path: string): Promise<void>
  close(): void
}

interface StoreContents {
  readonly count: number
  /** SHA-256 in lower-case hex; undefined where there is no store. */
  readonly digest: string | undefined
}

export interface OpenOptions {
  readonly path: string
  /** A connection that another registry over the same store has opened, and that it still reads through. */
  readonly connection?: DatabaseSync | undefined
  /** Whether nothing may be written at the path. */
  readonly unwritten?: boolean
  /** Events after which memory is written into the store while it catches up. */
  readonly saveEvents?: number
  /** The number of events after which the registry ends; default: all of the log. */
  readonly upTo?: number
  /** Called with the number of events applied, while very many are. */
  readonly onProgress?: ((applied: number) => void) | undefined
}

/** About as many events take some tens of megabytes in memory. */
const saveEventsDefault = 65_536
/** Events that memory takes where the disk is full, so that a command that reads still answers. */
const fullEventsMax = 524_288

/**
 * A store that is missing, damaged at its beginning, of another format, or of another log is made again from the log.
 * @throws HeadwaterError `data.damaged`, `data.diskFull`, `data.unwritable`, `data.fileLimit`, and as the event store
 */
export async function openRegistry(
  events: Events,
  {
    path,
    connection,
    unwritten = false,
    saveEvents = saveEventsDefault,
    upTo = Number.POSITIVE_INFINITY,
    onProgress,
  }: OpenOptions,
): Promise<StoredLedgerRegistry> {
  let database = connection ?? (unwritten ? openStoreUnwritten(path) : openStoreFile(path))
  let store = database && readStore(database, path)
  if (database !== undefined && !(store && (await isOfLog(events, store).catch(failed)))) {
    database.close()
    if (!unwritten) removeStore(path)
    database = unwritten ? undefined : openStoreFile(path)
    store = database && new StoredRegistry(database, path)
  }
  const state = createRegistry(store)
  const from = state.count
  const saving = unwritten || store === undefined ? undefined : new Saving(database!, store, state)
  const applier = new PageApplier(state, factsInState(state))
  let due = saveEvents
  try {
    for await (const page of readWholeTexts(events, streams.registry, from)) {
      applier.apply(page, Math.min(page.positions.length, upTo - state.count))
      if (state.count >= upTo) break
      if (state.unsaved >= due) {
        await save().catch((error: unknown) => {
          due = dueWhereFull(error, due)
        })
        onProgress?.(state.count)
      }
    }
  } catch (error) {
    failed(error)
  }
  return {
    get connection() {
      // After a failed write its transaction may still be open.
      return database?.isOpen && !database.isTransaction ? database : undefined
    },
    state,
    replayed: state.count - from,
    save,
    beginSave: () => saveLast(async (last) => saving!.begin(last)),
    hold: (last) => saving?.hold(last),
    async fork() {
      // Nothing is recorded in a folder where nothing may be written.
      if (unwritten) return { state: createRegistry(state), close: () => {} }
      await save()
      const moment = openMoment(path)
      return { state: createRegistry(new StoredRegistry(moment, path)), close: () => moment.close() }
    },
    async moment() {
      await save()
      if (store === undefined || unwritten) return undefined
      const moment = openMoment(path)
      return { copyTo: (to) => copyStore(moment, to), close: () => moment.close() }
    },
    async contents() {
      if (store === undefined) return { count: 0, digest: undefined }
      // Reading all of it takes a while, and others may write meanwhile.
      const moment = unwritten ? undefined : openMoment(path)
      try {
        const whole = moment === undefined ? store : new StoredRegistry(moment, path)
        return { count: whole.count, digest: await contentsOf(whole) }
      } finally {
        moment?.close()
      }
    },
    stopSaving: async () => saving?.close(),
    async close() {
      await saving?.close()
      if (database?.isOpen) database.close()
    },
  }

  function failed(error: unknown): never {
    if (database !== connection) database?.close()
    throw error
  }

  async function save(): Promise<void> {
    await saving?.end()
    await saveLast((last) => saving!.all(last))
  }

  async function saveLast(write: (last: string) => Promise<void>): Promise<void> {
    while (state.unsaved > 0 && saving !== undefined) {
      await saving.end()
      const { count } = state
      const last = await idAt(events, count - 1)
      invariant(last !== undefined, 'memory is not ahead of the log when it is saved')
      // Others may have recorded, or saved, meanwhile.
      if (state.count === count && !saving.isRunning) return write(last)
    }
  }
}

/** Memory takes more where the disk is full. @throws the error where it is not, or where memory has taken that */
function dueWhereFull(error: unknown, due: number): number {
  const code = error instanceof HeadwaterError ? error.code : undefined
  if ((code !== 'data.diskFull' && code !== 'data.fileLimit') || due >= fullEventsMax) throw error
  return fullEventsMax
}

/** Undefined where its first row is damaged. */
function readStore(database: DatabaseSync, path: string): StoredRegistry | undefined {
  try {
    return new StoredRegistry(database, path)
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'data.damaged') return undefined
    throw error
  }
}

/** Whether the last event of the store is in the log at the same place. */
async function isOfLog(events: Events, { count, last }: StoredRegistry): Promise<boolean> {
  return count === 0 || (await idAt(events, count - 1)) === last
}

async function idAt(events: Events, revision: number): Promise<string | undefined> {
  for await (const event of events.readStream(streams.registry, { from: revision, limit: 1 })) {
    return event.revision === revision ? event.id : undefined
  }
  return undefined
}
