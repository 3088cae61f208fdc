/**
 * The manifest names the runs of the index, and the log position up to which they have all identities. It is replaced
 * as a whole, by rename. Run files that it does not name are leftovers of a killed process.
 */
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '../base/sha256.ts'
import { fail } from '../errors.ts'
import type { Position } from '../eventstore/port.ts'
import { IndexDamage } from './runFile.ts'
import { syncFolder } from './syncFolder.ts'

const indexFormat = 1
const manifestName = 'manifest.json'
const temporaryName = 'manifest.json.new'
const runPattern = /^run-[0-9]{10}\.ids$/

export interface RunManifest {
  readonly position: Position
  /** Number of the next run file. */
  readonly nextRun: number
  /** File names, older first. */
  readonly runs: readonly string[]
}

export const emptyRunManifest: RunManifest = { position: 0, nextRun: 1, runs: [] }

export function runName(number: number): string {
  return `run-${String(number).padStart(10, '0')}.ids`
}

/**
 * `undefined` for a folder without an index.
 * @throws IndexDamage; HeadwaterError `data.newer`
 */
export async function readRunManifest(folder: string): Promise<RunManifest | undefined> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) {
    if ((await listRuns(folder)).length > 0) throw new IndexDamage('the manifest is missing')
    return undefined
  }
  const [body = '', sum = ''] = text.split('\n')
  if (sha256Hex(body) !== sum) throw new IndexDamage('the manifest is damaged')
  const { format, ...manifest } = JSON.parse(body) as RunManifest & { format: number }
  if (format > indexFormat) {
    fail(
      'data.newer',
      `The identity index ${folder} has format ${format}; this Headwater knows formats up to ${indexFormat}.`,
      { data: { path: folder, format, known: indexFormat } },
    )
  }
  return manifest
}

/**
 * Makes the manifest durable: first its content, then its name, together with the names of new runs, whose contents are
 * durable already. If a crash keeps this name and loses that of a run, the next start finds the damage.
 */
export async function writeRunManifest(folder: string, manifest: RunManifest): Promise<void> {
  const body = JSON.stringify({ format: indexFormat, ...manifest })
  const handle = await open(join(folder, temporaryName), 'w', 0o600)
  try {
    await handle.writeFile(`${body}\n${sha256Hex(body)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(join(folder, temporaryName), join(folder, manifestName))
  await syncFolder(folder)
}

/** Removes run files that the manifest does not name: a killed process left them. */
export async function removeStrays(folder: string, named: readonly string[]): Promise<void> {
  for (const name of await listRuns(folder)) {
    if (!named.includes(name)) await rm(join(folder, name), { force: true })
  }
  await rm(join(folder, temporaryName), { force: true })
}

/** Removes the manifest first, so that the next start finds the damage if the process is killed before the end. */
export async function removeIndex(folder: string): Promise<void> {
  await rm(join(folder, manifestName), { force: true })
  await syncFolder(folder)
  await removeStrays(folder, [])
}

async function listRuns(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => runPattern.test(name))
}
