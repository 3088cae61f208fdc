/**
 * Brings the write-ahead log to disk. SQLite would do it within the commit, in which nothing else runs in this thread; here
 * it takes a thread of the system's pool, and events are judged meanwhile. SQLite still syncs on its own before pages go
 * from the log into the database file, and after it.
 */
import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const datasync = promisify(fdatasync)

export class LogFile {
  readonly #file: number

  /** @param database path of the open database: SQLite keeps the log as long as it is open, and no lock is on it */
  constructor(database: string) {
    this.#file = openSync(`${database}-wal`, 'r+')
  }

  /** Everything that was committed before the call is on disk when it resolves. */
  sync(): Promise<void> {
    return datasync(this.#file)
  }

  close(): void {
    closeSync(this.#file)
  }
}
