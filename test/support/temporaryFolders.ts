/**
 * Puts all temporary folders of the tests into one folder, and removes it at the end. The folder that a failed seed of
 * faults kept stays.
 */
import { mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const prefix = 'headwater-tests-'
const kept = /^headwater-chaos-/

export default function setup(): (() => void) | undefined {
  const before = process.env.TMPDIR
  // Another project of this run has made it.
  if (before !== undefined && basename(before).startsWith(prefix)) return undefined
  const folder = mkdtempSync(join(tmpdir(), prefix))
  process.env.TMPDIR = folder
  return () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    const entries = readdirSync(folder)
    for (const name of entries.filter((entry) => !kept.test(entry)))
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 })
    if (!entries.some((entry) => kept.test(entry))) rmdirSync(folder)
  }
}
