/** Histories with corrections and contracts through the real doors and engines, against the slow reference. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import { collect } from '../support/collect.ts'
import { contractOutcome, playContracts } from '../support/contracts/play.ts'
import { ContractReference } from '../support/contracts/reference.ts'
import { simulateContracts } from '../support/contracts/simulate.ts'

const size = { assets: 8, payees: 12, calls: 200, epochs: 5, conflicts: true, density: 0.7 }

describe('corrections and contracts on the embedded engines', () => {
  for (const seed of [1, 2, 3, 4]) {
    const threads = [1, 2][seed % 2]!
    it(`agree with the slow reference and verify (seed ${seed}, threads: ${threads})`, async () => {
      const data = mkdtempSync(join(tmpdir(), 'headwater-'))
      const config = loadConfig({ HEADWATER_DATA: data, HEADWATER_THREADS: String(threads) })
      const open = () => openHeadwater(config, { command: 'test', make: true })
      const { headwater, taken } = await playContracts(open, simulateContracts(seed, size), seed)
      try {
        const expected = new ContractReference().run(taken)
        expect(await contractOutcome(headwater)).toEqual(expected)
        const reports = await collect(headwater.verify())
        expect(reports.flatMap((report) => report.checks.filter((check) => !check.ok))).toEqual([])
      } finally {
        await headwater.shutdown()
        rmSync(data, { recursive: true, force: true })
      }
    })
  }
})
