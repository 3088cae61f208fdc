/**
 * The folder of bench/testnet.ts: the events as files, and for each build the ledgers that its stages left. They are
 * used again by a later run with the same economy.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeLines } from '../support/lines.ts'
import { callLines, registryLines } from './economy.ts'
import type { EconomySizes } from './options.ts'
import type { EconomyFiles } from './stages.ts'

/** Writes the events, unless the folder has those of the same economy; another economy's are removed with its ledgers. */
export function writeEconomy(folder: string, sizes: EconomySizes): EconomyFiles {
  const made = join(folder, 'economy.json')
  const registry = join(folder, 'registry.ndjson')
  const calls = join(folder, 'calls.ndjson')
  if (existsSync(made)) {
    const { registryEvents, ...of } = JSON.parse(readFileSync(made, 'utf8'))
    if (JSON.stringify(of) === JSON.stringify(sizes)) return { registry, calls, registryEvents }
    rmSync(folder, { recursive: true, force: true })
  }
  mkdirSync(folder, { recursive: true })
  const registryEvents = writeLines(registry, registryLines(sizes))
  writeLines(calls, callLines(sizes))
  // Last, so that a run that was interrupted begins again.
  writeFileSync(made, JSON.stringify({ ...sizes, registryEvents }))
  return { registry, calls, registryEvents }
}

export interface Ledgers {
  /** The ledger that the stage left; undefined if no run left one. */
  after(stage: string): string | undefined
  /** A ledger to work on: a copy of what `stage` left, an empty place if undefined. */
  copyOf(stage: string | undefined): string
  /** Keeps the ledger at `path`, which is moved, as what the stage left. */
  keep(path: string, stage: string): void
}

/** @param build the name of the build whose ledgers these are */
export function ledgersOf(folder: string, build: string): Ledgers {
  const of = join(folder, build)
  mkdirSync(of, { recursive: true })
  const kept = (stage: string) => join(of, `after-${stage}`)
  const working = join(of, 'working')
  return {
    after: (stage) => (existsSync(kept(stage)) ? kept(stage) : undefined),
    copyOf(stage) {
      rmSync(working, { recursive: true, force: true })
      if (stage !== undefined) copyFolder(kept(stage), working)
      return working
    },
    keep(path, stage) {
      rmSync(kept(stage), { recursive: true, force: true })
      renameSync(path, kept(stage))
    },
  }
}

/** Where the file system can share blocks, a copy costs nothing. The engine's own copy of links is kept as links. */
function copyFolder(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-r', '-P', '--reflink=auto', from, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${from} can't be copied: ${stderr}`)
}
