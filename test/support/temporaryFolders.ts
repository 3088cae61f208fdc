/**
 * Puts all temporary folders of the tests into one folder, and removes it at the end. The folder that a failed seed of
 * faults kept stays. It is in memory where there is enough: engines wait for the disk at every write, and the tests have
 * very many small writes. `HEADWATER_TEST_FOLDER` names another place.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const prefix = 'headwater-tests-'
const kept = /^headwater-chaos-/
const inMemory = '/dev/shm'
/** All tests together need about a quarter of it. */
const bytesMin = 8 * 2 ** 30

export default function setup(): (() => void) | undefined {
  const before = process.env.TMPDIR
  // Another project of this run has made it.
  if (before !== undefined && basename(before).startsWith(prefix)) return undefined
  const folder = makeFolder()
  process.env.TMPDIR = folder
  return () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    const entries = readdirSync(folder)
    const whole = entries.some((entry) => kept.test(entry))
      ? entries.filter((entry) => !kept.test(entry))
      : ['']
    for (const name of whole) remove(join(folder, name))
  }
}

/** A process that a test killed may write until it has ended. What it leaves is no failure of a test. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  } catch (error) {
    console.warn(`${path} is left: ${(error as Error).message}`)
  }
}

function makeFolder(): string {
  const named = process.env.HEADWATER_TEST_FOLDER
  if (named === undefined && hasRoom(inMemory)) {
    const folder = mkdtempSync(join(inMemory, prefix))
    if (runsPrograms(folder)) return folder
    rmSync(folder, { recursive: true })
  }
  return mkdtempSync(join(named ?? tmpdir(), prefix))
}

function hasRoom(place: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(place)
    return Math.min(bavail * bsize, process.availableMemory()) >= bytesMin
  } catch {
    return false
  }
}

/** Tests install packages with native code. Containers often forbid programs there. */
function runsPrograms(folder: string): boolean {
  const script = join(folder, 'try')
  writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 })
  const { status } = spawnSync(script)
  rmSync(script)
  return status === 0
}
