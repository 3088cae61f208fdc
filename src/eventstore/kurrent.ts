/**
 * The event store on KurrentDB, for books that outgrow one machine's disk or must survive it. The expected revisions
 * are the fence between writers wherever they run; the log's positions are KurrentDB's own.
 *
 * Our streams stand under a prefix, so that one KurrentDB may serve other applications beside: reads of all are
 * filtered by it on the server, which leaves out the system's events too. KurrentDB 25.1 or newer is needed for appends
 * to several streams at once.
 *
 * After `eventstore.unavailable` the outcome of an append is not known: append again with the same ids and expected
 * revisions, which changes nothing if it did arrive.
 */
import { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { oneAtATime } from '../base/oneAtATime.ts'
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'
import { assertAppends } from './appends.ts'
import { appendAll } from './kurrent/append.ts'
import { head, readAllPages, readStreamPages, type View } from './kurrent/read.ts'
import type { AppendResult, EventStore, ReadAllOptions, ReadStreamOptions, StreamAppend } from './port.ts'

export interface KurrentEventStoreOptions {
  /** KurrentDB's connection string: `kurrentdb://user:password@host:2113?tls=true`. */
  readonly url: string
  /** What the names of our streams begin with on the server. Default `headwater-`. */
  readonly streamPrefix?: string
  /** How long one try of an append waits for its answer, in milliseconds. Default 10,000. */
  readonly appendMsMax?: number
}

/**
 * Connects at the first call, not before. It must be closed.
 * @throws HeadwaterError `config.invalid`; its message never repeats the connection string, which may hold a password
 */
export function openKurrentEventStore(options: KurrentEventStoreOptions): EventStore {
  const client = connect(options.url)
  let open = true
  const isOpen = (): boolean => open
  const view: View = { client, prefix: options.streamPrefix ?? 'headwater-', isOpen }
  const assertOpen = (): void => invariant(open, 'a closed event store is not used')
  // Where several appends wait on a connection that breaks, the client rejects promises that nothing awaits, and that
  // would end the process.
  const inTurn = oneAtATime()

  return {
    async append(appends: readonly StreamAppend[]): Promise<AppendResult> {
      assertOpen()
      assertAppends(appends)
      return inTurn(() => appendAll(view, appends, options.appendMsMax ?? 10_000))
    },
    readStream(stream: string, read: ReadStreamOptions = {}) {
      assertOpen()
      return readStreamPages(view, stream, read)
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
    fail('config.invalid', 'The address of the event store is no connection string of KurrentDB.')
  }
}
