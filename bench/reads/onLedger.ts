/** Runs a measurement on a ledger of the economy for reads: made for it, or kept in a folder and used again. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLines } from '../support/lines.ts'
import { meteredCommand } from '../support/meteredCommand.ts'
import { type ReadSizes, readCallLines, readsUntil, registryLines } from './economy.ts'

const here = join(import.meta.dirname, '../..')

/**
 * @param data keeps the ledger; without it the ledger goes with the measurement
 * @param measure gets the folder, whose `ledger` is the data folder
 */
export async function onReadsLedger<Result>(
  data: string | undefined,
  sizes: ReadSizes,
  measure: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    if (!existsSync(join(folder, 'ledger'))) await fill(folder, sizes)
    return await measure(folder)
  } finally {
    if (data === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(folder: string, sizes: ReadSizes): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const data = ['--data', join(folder, 'ledger')]
  for (const [name, lines] of [
    ['registry', registryLines(sizes)],
    ['calls', readCallLines(sizes)],
  ] as const) {
    const file = join(folder, `${name}.ndjson`)
    writeLines(file, lines)
    await meteredCommand(here, ['ingest', file, '--strict', '--json', ...data])
    rmSync(file)
  }
  await meteredCommand(here, ['close', '--until', readsUntil, '--ahead', '--yes', '--json', ...data])
}
