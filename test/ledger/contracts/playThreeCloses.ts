/** Plays the worked example of docs/contracts.md on a service. */
import { expect } from 'vitest'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import { wireLine } from '../../support/contracts/play.ts'
import type { ContractStep } from '../../support/contracts/reference.ts'
import { threeCloses } from '../../support/contracts/threeCloses.ts'
import { textStream } from '../../support/temporaryHeadwater.ts'

export async function playThreeCloses(
  service: LedgerHeadwater,
  steps: readonly ContractStep[] = threeCloses,
): Promise<void> {
  let waiting: string[] = []
  const flush = async () => {
    const report = await service.ingest(textStream(...waiting), { origin: 'test' })
    expect(report.rejected).toEqual([])
    waiting = []
  }
  for (const step of steps) {
    if (step.step === 'event') {
      waiting.push(wireLine(step))
      continue
    }
    await flush()
    await service.close({ until: step.until })
  }
}
