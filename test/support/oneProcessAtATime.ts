/** For what several processes of tests share, e.g. a cache that the first of them fills while the others wait. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

const busy = 5
const lookMs = 100

/**
 * Does the work while no other process does work under the same lock. The system releases the lock of a process that ended,
 * however it ended.
 * @param lock path of an empty file, which stays
 */
export async function oneProcessAtATime<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(dirname(lock), { recursive: true })
  const database = new DatabaseSync(lock)
  try {
    while (!isTaken(database)) await sleep(lookMs)
    return await work()
  } finally {
    database.close()
  }
}

function isTaken(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== busy) throw error
    return false
  }
}
