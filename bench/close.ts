/**
 * Question: how long does a close take, stage by stage, how much memory, and how long does it take to verify the epoch
 * and to explain one of its calls?
 *
 * Size: 1,000,000 calls over 100,000 versions with 3 edges each, 100,000 payees with accounts; quick: 100,000 calls,
 * 10,000 versions and payees. Filled in one process, closed in another, so that its peak memory is that of the close.
 *
 * Estimate, on 2 cores: sums and digests read 1 M rows a few times in the engine, about 3 s (1.5 s of it to hash rows again
 * for the reconciliation); flow over 300,000 edges 0.3 s; 100,000 allocations 0.2 s; balances sorted 0.3 s; a tree of
 * 100,000 leaves 0.3 s; books of 400,000 lines 1.5 s and 0.5 s to read back. 6 to 8 s together, about 1 GB.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from './measurement.ts'
import type { CloseFindings } from './support/closeWorker.ts'
import { inWorker } from './support/worker.ts'

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const calls = options.quick ? 100_000 : 1_000_000
  const versions = calls / 10
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    await inWorker('closeWorker.ts', ['fill', folder, String(calls), String(versions)])
    const close = await inWorker<CloseFindings>('closeWorker.ts', [
      'close',
      folder,
      String(calls),
      String(versions),
    ])
    const size = `${calls / 1_000} k calls, ${versions / 1_000} k versions and payees`
    const stages = Object.entries(close.stagesMs).map(([stage, ms]) => ({
      name: `close, stage ${stage}`,
      size,
      value: Math.round(ms),
      unit: 'ms',
    }))
    return [
      { name: 'close', size, value: Math.round(close.closeMs), unit: 'ms' },
      ...stages,
      { name: 'close, peak memory', size, value: Math.round(close.memoryBytesMax / 2 ** 20), unit: 'MiB' },
      { name: 'verify', size, value: Math.round(close.verifyMs), unit: 'ms' },
      { name: 'one call explained, median', size, value: round(close.explainMs), unit: 'ms' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
