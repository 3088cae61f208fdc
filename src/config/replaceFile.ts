import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/**
 * Writes a file completely or not at all, even when the machine stops: under another name, synced, then renamed. A reader
 * finds the old file or the new one, and never a part of it. Only its owner may read it.
 * @param before what to do with the file under the other name
 * @throws the errors of the file system
 */
export function replaceFile(path: string, text: string, before?: (aside: string) => void): void {
  const aside = `${path}.${process.pid}`
  const file = openSync(aside, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } catch (error) {
    rmSync(aside, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  before?.(aside)
  renameSync(aside, path)
}
