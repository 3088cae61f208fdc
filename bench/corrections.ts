/**
 * Question: how much longer does a close take where one call in twenty is refunded, half of them in an epoch before?
 *
 * Size: 5,000,000 calls, 250,000 refunds; quick: 200,000 and 10,000. The same calls without refunds run beside it. The
 * second of two epochs is closed, in a process of its own.
 *
 * Estimate, on 2 cores: one pass over the identities of all calls with a set of 250,000, 1 s of one core; the columns of
 * the found calls, three joins and two sums over them, 0.5 s; to reconcile and hash the refunds themselves, a twentieth of
 * what calls take. 1.2 times the close without.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from './measurement.ts'
import type { CorrectionsFindings } from './support/correctionsWorker.ts'
import { inWorker } from './support/worker.ts'

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const calls = options.quick ? 200_000 : 5_000_000
  const refunds = calls / 20
  const without = await measure(calls, 0)
  const with_ = await measure(calls, refunds)
  const size = `${calls / 1_000} k calls, ${refunds / 1_000} k refunds`
  const ratio = (of: keyof CorrectionsFindings) => Math.round((with_[of] / without[of]) * 100) / 100
  return [
    { name: 'close with refunds', size, value: Math.round(with_.closeMs), unit: 'ms' },
    { name: 'close without', size, value: Math.round(without.closeMs), unit: 'ms' },
    { name: 'with refunds, to without', size, value: ratio('closeMs'), unit: 'times' },
    { name: 'the same in processor time', size, value: ratio('cpuMs'), unit: 'times' },
    {
      name: 'with refunds, peak memory',
      size,
      value: Math.round(with_.memoryBytesMax / 2 ** 20),
      unit: 'MiB',
    },
    { name: 'without, peak memory', size, value: Math.round(without.memoryBytesMax / 2 ** 20), unit: 'MiB' },
  ]
}

async function measure(calls: number, refunds: number): Promise<CorrectionsFindings> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    await inWorker('correctionsWorker.ts', ['fill', folder, String(calls), String(refunds)])
    return await inWorker<CorrectionsFindings>('correctionsWorker.ts', [
      'close',
      folder,
      String(calls),
      String(refunds),
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
