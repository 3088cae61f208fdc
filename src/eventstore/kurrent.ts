/**
 * The event store on KurrentDB, for a log that is too large for the disk of one machine or must survive its loss. The
 * expected revisions are the fence between writers on all machines. Positions of the log are KurrentDB's own.
 *
 * The names of our streams have a prefix, so that one KurrentDB can serve other applications too. The server filters
 * reads of all streams by it, which also leaves out the events of the system. Appends to several streams at once need
 * KurrentDB 25.1 or newer.
 *
 * After `eventstore.unavailable` the outcome of an append is not known. Append again with the same ids and expected
 * revisions: this changes nothing if the first append did arrive.
 */
import { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { oneAtATime } from '../base/oneAtATime.ts'
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'
import { assertAppends } from './appends.ts'
import { appendAll } from './kurrent/append.ts'
import { head, readAllPages, readStreamPages, type View } from './kurrent/read.ts'
import type {
  AppendResult,
  EventStore,
  ReadAllOptions,
  ReadStreamOptions,
  Revision,
  StreamAppend,
} from './port.ts'
import { textsOf } from './texts.ts'

/** KurrentDB accepts 1 MiB, unless its setting MaxAppendSize is different. */
const appendBytesMax = 1_000_000

export interface KurrentEventStoreOptions {
  /** KurrentDB's connection string: `kurrentdb://user:password@host:2113?tls=true`. */
  readonly url: string
  /** The prefix of our streams' names on the server. Default `headwater-`. */
  readonly streamPrefix?: string
  /** Milliseconds that one try of an append waits for its answer. Default 10,000. */
  readonly appendMsMax?: number
}

/**
 * Connects at the first call, not before. The caller must close it.
 * @throws HeadwaterError `config.invalid`; its message never contains the connection string, which may have a password
 * in it
 */
export function openKurrentEventStore(options: KurrentEventStoreOptions): EventStore {
  const client = connect(options.url)
  let open = true
  const isOpen = (): boolean => open
  const view: View = { client, prefix: options.streamPrefix ?? 'headwater-', isOpen }
  const assertOpen = (): void => invariant(open, 'a closed event store is not used')
  // Where several appends wait on a connection that breaks, the client rejects promises that no code awaits. That would
  // end the process.
  const inTurn = oneAtATime()

  return {
    appendBytesMax,
    async append(appends: readonly StreamAppend[]): Promise<AppendResult> {
      assertOpen()
      assertAppends(appends)
      return inTurn(() => appendAll(view, appends, options.appendMsMax ?? 10_000))
    },
    readStream(stream: string, read: ReadStreamOptions = {}) {
      assertOpen()
      return readStreamPages(view, stream, read)
    },
    readTexts(stream: string, from: Revision) {
      assertOpen()
      // The client gives values, whose text is made again: the same JSON, not the same bytes.
      return textsOf(readStreamPages(view, stream, { from }))
    },
    readAll(read: ReadAllOptions = {}) {
      assertOpen()
      return readAllPages(view, read)
    },
    async head() {
      assertOpen()
      return head(view)
    },
    async close() {
      if (!open) return
      open = false
      await inTurn(() => client.dispose())
    },
  }
}

function connect(url: string): KurrentDBClient {
  try {
    return KurrentDBClient.connectionString(url)
  } catch {
    fail('config.invalid', 'The address of the event store is not a connection string of KurrentDB.')
  }
}
