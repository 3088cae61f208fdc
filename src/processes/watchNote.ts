/**
 * What a watch says of its chains, in a file of its folder. The watch has the folder and its log for itself, so
 * `chain status` beside it reads this file. Nothing else depends on it.
 */
import { readFileSync, rmSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { folderFiles } from '../ledger/dataFolder.ts'

const reason = z.object({ code: z.string(), message: z.string() })
export type Reason = z.output<typeof reason>

const watchNote = z.object({
  pid: z.number(),
  /** Whether the watch ended by itself: then the log has nothing that the note does not have. */
  ended: z.boolean(),
  chains: z.array(
    z.object({
      chain: z.string(),
      /** What stopped the chain, until an operator does something about it. */
      stopped: reason.nullable(),
      /** What the watch waits for. */
      waiting: reason.nullable(),
      /** The first block of each that is not durable; null where nothing was taken in. */
      watched: z.array(z.object({ watched: z.string(), next: z.number().nullable() })),
    }),
  ),
})
export type WatchNote = z.output<typeof watchNote>

const everyMs = 1_000

const pathIn = (folder: string) => join(folder, folderFiles.watch)

/** Undefined where no watch has left one that can be read. */
export function readWatchNote(folder: string): WatchNote | undefined {
  try {
    return watchNote.parse(JSON.parse(readFileSync(pathIn(folder), 'utf8')))
  } catch {
    return undefined
  }
}

/** For a command that changes what the note says. */
export function removeWatchNote(folder: string): void {
  rmSync(pathIn(folder), { force: true })
}

/**
 * Writes the note now, and then each second in which something changed.
 * @returns what writes the last one. Call it before the folder is released.
 */
export function keepWatchNote(
  folder: string,
  look: () => WatchNote['chains'],
  onFault: (fault: Error) => void,
): () => Promise<void> {
  let written = ''
  let writing = Promise.resolve()
  const write = (ended: boolean) => {
    const note: WatchNote = { pid: process.pid, ended, chains: look() }
    const text = `${JSON.stringify(note)}\n`
    if (text === written) return
    written = text
    writing = writing.then(() => replace(pathIn(folder), text)).catch(onFault)
  }
  write(false)
  const timer = setInterval(write, everyMs, false)
  return async () => {
    clearInterval(timer)
    write(true)
    await writing
  }
}

/**
 * Not made durable: after a power failure no watch runs, and the log says everything. One process has the folder, so a
 * file that a kill leaves aside is written over.
 */
async function replace(path: string, text: string): Promise<void> {
  const aside = `${path}.new`
  try {
    await writeFile(aside, text, { mode: 0o600 })
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}
