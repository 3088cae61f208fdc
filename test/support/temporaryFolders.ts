/**
 * Puts all temporary folders of the tests into one folder, and removes it at the end. The folder that a failed seed of
 * faults kept stays.
 */
import { mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const kept = /^headwater-chaos-/

export default function setup(): () => void {
  const before = process.env.TMPDIR
  const folder = mkdtempSync(join(tmpdir(), 'headwater-tests-'))
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
