/**
 * The simulation again, this time through the real doors: events as NDJSON into a data folder, statements, trees and
 * verification out of it, held against the slow reference.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/main.ts'
import type { Headwater } from '../../src/service.ts'
import { collect } from '../support/collect.ts'
import { createRandom } from '../support/random.ts'
import { Reference, type ReferenceStep } from '../support/reference.ts'
import { type SimulatedStep, simulate } from '../support/simulation.ts'

const seeds = [1, 2, 3, 4, 5, 6]
const size = { assets: 12, payees: 20, calls: 400, epochs: 4, conflicts: true }

async function inFolder<Result>(work: (open: () => Promise<Headwater>) => Promise<Result>): Promise<Result> {
  const data = mkdtempSync(join(tmpdir(), 'headwater-'))
  const config = { ...loadConfig({}), data }
  try {
    return await work(() => openHeadwater(config, { command: 'test', make: true }))
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function* bytes(lines: readonly string[]): AsyncIterable<Uint8Array> {
  yield Buffer.from(lines.join(''))
}

function wireEvent(step: SimulatedStep, number: number): string {
  if (step.step === 'call') {
    const { source, id, time, ...data } = step.call
    return `${JSON.stringify({ specversion: '1.0', type: 'io.headwater.call.metered', source, id, time, data })}\n`
  }
  if (step.step !== 'register') throw new Error('closes are no events')
  const { type, time, data } = step
  return `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source: 'registry', id: `r${number}`, time, data })}\n`
}

/** @returns the steps that were taken; a refused release is not */
async function play(
  open: () => Promise<Headwater>,
  steps: readonly SimulatedStep[],
  seed: number,
): Promise<{ headwater: Headwater; taken: ReferenceStep[] }> {
  const random = createRandom(seed)
  const taken: ReferenceStep[] = []
  let headwater = await open()
  let waiting: { step: SimulatedStep; line: string }[] = []
  const flush = async (): Promise<void> => {
    const report = await headwater.ingest(bytes(waiting.map(({ line }) => line)), { origin: 'simulation' })
    const refused = new Set(report.rejected.map(({ line }) => line))
    for (const [at, { step }] of waiting.entries()) if (!refused.has(at + 1)) taken.push(step)
    waiting = []
  }
  for (const [number, step] of steps.entries()) {
    if (step.step !== 'close') {
      waiting.push({ step, line: wireEvent(step, number) })
      if (random.chance(0.02)) await flush()
      continue
    }
    await flush()
    if (random.chance(0.3)) {
      await headwater.shutdown()
      headwater = await open()
    }
    await headwater.close({ until: step.until })
    taken.push(step)
  }
  return { headwater, taken }
}

async function outcome(headwater: Headwater) {
  const epochs = []
  for (const { until, counts, totals, trees, epoch } of await collect(headwater.epochs())) {
    epochs.push({ until, counts, totals, statements: await collect(headwater.statements(epoch)), trees })
  }
  return epochs
}

describe('the whole system on its embedded engines', () => {
  for (const seed of seeds) {
    it(`I5: agrees with the slow reference and verifies (seed ${seed})`, async () => {
      await inFolder(async (open) => {
        const { headwater, taken } = await play(open, simulate(seed, size), seed)
        try {
          expect(await outcome(headwater)).toEqual(new Reference().run(taken))
          const reports = await collect(headwater.verify())
          expect(reports.flatMap((report) => report.checks.filter((check) => !check.ok))).toEqual([])
        } finally {
          await headwater.shutdown()
        }
      })
    })
  }
})
