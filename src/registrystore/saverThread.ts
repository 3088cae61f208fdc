/** What runs in the thread that writes: takes the rows of a layer by message, and says when they are in the store. */
import type { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { faultOf } from '../errors.ts'
import { openStoreAgain } from './database.ts'
import { writeRows } from './save.ts'
import type { SaverAnswer } from './saver.ts'
import { receivedRows, type SentRows } from './sentRows.ts'
import { StoredRegistry } from './stored.ts'

const path = workerData as string
let open: { readonly database: DatabaseSync; readonly store: StoredRegistry } | undefined

parentPort!.on('message', (rows: SentRows) => {
  parentPort!.postMessage(answer(rows))
})

function answer(rows: SentRows): SaverAnswer {
  try {
    open ??= opened()
    writeRows(open.database, open.store, receivedRows(rows))
    return {}
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

function opened() {
  const database = openStoreAgain(path)
  return { database, store: new StoredRegistry(database, path) }
}
