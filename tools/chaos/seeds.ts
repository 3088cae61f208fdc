/** Runs several seeds, some at once. Each slot has a stage of its own. */

import { planOf } from './plan.ts'
import { runSeed, type SeedOptions, type SeedReport } from './run.ts'
import { openStage } from './stage.ts'

export const usual: SeedOptions = { workers: 2, calls: 400 }

interface Running {
  readonly atOnce: number
  readonly onReport: (report: SeedReport) => void
  /** Aborted: seeds that have not begun are left out. */
  readonly signal?: AbortSignal
}

export async function runSeeds(
  seeds: readonly number[],
  options: SeedOptions,
  { atOnce, onReport, signal }: Running,
): Promise<void> {
  const waiting = [...seeds]
  const slot = async (): Promise<void> => {
    const stage = await openStage(options.workers)
    try {
      for (let seed = waiting.shift(); seed !== undefined && !signal?.aborted; seed = waiting.shift()) {
        onReport(await runSeed(stage, seed, options))
        if (stage.collapses.length > 0) throw new Error(stage.collapses.join('\n'))
      }
    } finally {
      await stage.stop()
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, seeds.length) }, slot))
}

/** The report of a failed seed. */
export function shown({ seed, differences, diary, folder }: SeedReport, options: SeedOptions): string {
  const faults = planOf(seed, options).acts.flatMap((act, index) =>
    act.faults.map(({ atMs, fault, of, forMs }) => `  act ${index}, ${atMs} ms: ${fault} ${of}, ${forMs} ms`),
  )
  const again = `npm run chaos -- --seed ${seed} --workers ${options.workers} --calls ${options.calls} --identities ${options.identities ?? 'all'}`
  return [
    `Seed ${seed} failed. Again: ${again}`,
    ...differences.map((line) => `  ${line}`),
    'The plan of its faults:',
    ...faults,
    'What was done (seconds from the start):',
    ...diary.map((line) => `  ${line}`),
    `Logs, inputs and the topics as they were: ${folder}`,
  ].join('\n')
}
