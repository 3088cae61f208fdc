/** A public ecosystem graph and a public trace of real calls, through ingest, two closes and verify. */
import { describe, expect, it } from 'vitest'
import {
  callsOfTrace,
  type EcosystemRecord,
  importEcosystem,
} from '../../examples/ecosystem-graphs/importer.ts'
import { hasShared, readShared } from '../support/shared.ts'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

const graphFile = 'data/open-ecosystem.ndjson'
const traceFile = 'data/azure-llm-2023-conv.csv'
const there = hasShared(graphFile) && hasShared(traceFile)

describe.skipIf(!there)('639 real assets and 19,366 real calls', () => {
  it('become a registry and two epochs whose books balance to the unit', async () => {
    const records = readShared(graphFile)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as EcosystemRecord)
    const { events, models, report } = importEcosystem(records)
    expect(records).toHaveLength(639)
    expect(report.cycleEdgesDropped).toEqual([
      'Anthropic Harmlessness dataset → Anthropic Human Feedback Interface',
      'Anthropic Helpfulness dataset → Anthropic Human Feedback Interface',
      'VIMA dataset → VIMA dataset',
    ])

    await using temporary = await temporaryHeadwater()
    const headwater = temporary.service
    const lines = (items: Iterable<object>) =>
      textStream([...items].map((item) => JSON.stringify(item)).join('\n'))
    expect(await headwater.ingest(lines(events), { origin: graphFile })).toMatchObject({
      accepted: events.length,
      rejectedCount: 0,
    })
    const calls = await headwater.ingest(lines(callsOfTrace(readShared(traceFile), models)), {
      origin: traceFile,
    })
    expect(calls).toMatchObject({
      accepted: 19_366,
      duplicate: 0,
      conflict: 0,
      rejectedCount: 0,
      suspended: 0,
    })

    const first = await headwater.close({ until: '2023-11-16T19:00:00Z' })
    const second = await headwater.close({ until: '2023-12-01T00:00:00Z' })
    expect(first.counts.settled + second.counts.settled).toBe(19_366)
    // Recomputed apart from this code, from the same files by the same rules.
    expect(first.totals.USDC).toEqual({
      gross: '18.56027845',
      fee: '0.5568083535',
      earned: '18.00347009649999996',
      rounding: '0.00000000000000004',
      paid: '9.556816',
      carried: '9.00346244999999996',
      suspense: '0',
      pending: '4.70563165',
    })
    expect(second.totals.USDC).toEqual({
      gross: '4.70563165',
      fee: '0.1411689495',
      earned: '4.564462700499999954',
      rounding: '0.000000000000000046',
      paid: '2.414296',
      carried: '11.294798099999999914',
      suspense: '0',
      pending: '0',
    })
    for await (const epoch of headwater.verify())
      expect(epoch.checks.filter((check) => !check.ok)).toEqual([])
  })
})
