/**
 * The simulation again, this time through the real doors: events as NDJSON into a data folder, statements, trees and
 * verification out of it, held against the slow reference.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import type { Headwater } from '../../src/service/headwater.ts'
import { collect } from '../support/collect.ts'
import { outcome, play } from '../support/playSimulation.ts'
import { Reference } from '../support/reference.ts'
import { simulate } from '../support/simulation.ts'

const seeds = [1, 2, 3, 4, 5, 6]
const size = { assets: 12, payees: 20, calls: 400, epochs: 4, conflicts: true }

async function inFolder<Result>(
  threads: number,
  work: (open: () => Promise<Headwater>) => Promise<Result>,
): Promise<Result> {
  const data = mkdtempSync(join(tmpdir(), 'headwater-'))
  const config = loadConfig({ HEADWATER_DATA: data, HEADWATER_THREADS: String(threads) })
  try {
    return await work(() => openHeadwater(config, { command: 'test', make: true }))
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

describe('the whole system on its embedded engines', () => {
  for (const seed of seeds) {
    const threads = [1, 2, 4][seed % 3]!
    it(`I5: agrees with the slow reference and verifies (seed ${seed}, threads: ${threads})`, async () => {
      await inFolder(threads, async (open) => {
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
