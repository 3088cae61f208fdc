/** Opens the files that an earlier process left, or decides that they can't be used. */
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openRun, type Run } from './run.ts'
import { IndexDamage } from './runFile.ts'
import {
  emptyRunManifest,
  type RunManifest,
  readRunManifest,
  removeIndex,
  removeStrays,
  writeRunManifest,
} from './runManifest.ts'

export interface OpenedFiles {
  readonly manifest: RunManifest
  readonly runs: readonly Run[]
  /** Why the folder was emptied. */
  readonly rebuilt: string | undefined
}

/**
 * Entries of the newest runs, up to so many bytes, are read and compared with their checksums at the start. Entries of
 * older runs are compared when they are merged; headers, directories and filters always.
 */
const verifiedBytesMax = 32 * 1024 * 1024

export async function openFiles(folder: string): Promise<OpenedFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const manifest = await readRunManifest(folder)
    if (!manifest) return { ...(await startEmpty(folder)), rebuilt: undefined }
    await removeStrays(folder, manifest.runs)
    return { manifest, runs: await openRuns(folder, manifest.runs), rebuilt: undefined }
  } catch (error) {
    if (!(error instanceof IndexDamage)) throw error
    return { ...(await startEmpty(folder)), rebuilt: error.message }
  }
}

/**
 * Removes everything and writes the manifest of an empty index. With that manifest, runs that a killed process leaves
 * are known to be leftovers, not runs of a lost manifest.
 */
async function startEmpty(folder: string): Promise<Pick<OpenedFiles, 'manifest' | 'runs'>> {
  await removeIndex(folder)
  await writeRunManifest(folder, emptyRunManifest)
  return { manifest: emptyRunManifest, runs: [] }
}

async function openRuns(folder: string, names: readonly string[]): Promise<Run[]> {
  const runs: Run[] = []
  try {
    for (const name of names) runs.push(await openRun(join(folder, name)))
    await verifyNewest(runs)
    return runs
  } catch (error) {
    for (const run of runs) await run.close()
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw missing ? new IndexDamage(`a run is missing: ${(error as Error).message}`) : error
  }
}

async function verifyNewest(runs: readonly Run[]): Promise<void> {
  let left = verifiedBytesMax
  for (const run of runs.toSorted((a, b) => basename(b.path).localeCompare(basename(a.path)))) {
    left -= run.entriesBytes
    if (left < 0) return
    await run.verify()
  }
}
