/** A usage store for tests: an embedded one in a folder of its own that is removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openUsage, type UsageEngine } from '../../../src/projections/index.ts'

/**
 * Opens the store that a contract suite runs on. Suites share one store, so each uses its own partitions, ids and
 * epochs.
 */
export type OpenStore = () => Promise<{ readonly usage: UsageEngine; dispose(): Promise<void> }>

export const openEmbeddedStore: OpenStore = async () => {
  const folder = temporaryFolder()
  const usage = await openUsage({ path: join(folder, 'usage') })
  return {
    usage,
    async dispose() {
      await usage.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'headwater-usage-'))
}

let count = 0

/** A name that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}-${process.pid}-${count++}`
}

/** 32 hex digits that no other test uses. */
export function uniqueKey(): string {
  return (count++ * 2 ** 20 + (process.pid % 2 ** 20)).toString(16).padStart(32, '0')
}
