/** A simulation says exactly what a close gives after the events are really taken in, and records nothing. */
import { describe, expect, it } from 'vitest'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import { collect } from '../../support/collect.ts'
import { wireLine } from '../../support/contracts/play.ts'
import { optionsOf } from '../../support/contracts/playWorld.ts'
import type { ContractStep } from '../../support/contracts/reference.ts'
import { simulateContracts } from '../../support/contracts/simulate.ts'
import { threeCloses } from '../../support/contracts/threeCloses.ts'
import { createRandom } from '../../support/random.ts'
import { figuresOf, figuresOfEpoch, given, linesOfKind, payeesOf } from '../../support/simulated.ts'
import { temporaryHeadwater, textStream } from '../../support/temporaryHeadwater.ts'

type EventStep = Extract<ContractStep, { step: 'event' }>

const isEvent = (step: ContractStep): step is EventStep => step.step === 'event'
const linesOf = (steps: readonly ContractStep[]) => steps.filter(isEvent).map(wireLine)

async function ingest(service: LedgerHeadwater, steps: readonly ContractStep[]) {
  return service.ingest(textStream(...linesOf(steps)), { origin: 'test' })
}

function simulate(service: LedgerHeadwater, steps: readonly ContractStep[], until?: string) {
  return collect(service.simulate(textStream(...linesOf(steps)), { origin: 'test', ...(until && { until }) }))
}

async function standing(service: LedgerHeadwater) {
  // The index of identities opens with the first event that is judged.
  const { startedAt: _, identities: __, ...health } = await service.health()
  return { health, balances: await service.balanceList(), calls: await service.callGroups() }
}

/** Simulates events, then takes them in and closes, and compares. */
async function compare(service: LedgerHeadwater, steps: readonly ContractStep[], until: string) {
  const before = await standing(service)
  const preview = await service.preview({ until })
  const lines = await simulate(service, steps, until)
  expect(await standing(service)).toEqual(before)
  expect(figuresOf(lines, 'before')).toEqual(figuresOfEpoch(preview))
  const report = await ingest(service, steps)
  const closed = await service.close({ until })
  expect(linesOfKind(lines, 'simulation')).toMatchObject([
    { from: closed.epoch, to: closed.epoch, accepted: report.accepted, rejected: report.rejectedCount },
  ])
  expect(figuresOf(lines, 'after')).toEqual(figuresOfEpoch(closed))
  const after = linesOfKind(lines, 'payee').map((line) => given(line.after))
  expect(after).toEqual(await payeesOf(service, closed.epoch, lines))
  return lines
}

describe('a simulation', () => {
  it('of events of every kind says what a close gives after them', { timeout: 120_000 }, async () => {
    await using opened = await temporaryHeadwater()
    const { service } = opened
    const closes = threeCloses.flatMap((step, at) =>
      step.step === 'close' ? [{ at, until: step.until }] : [],
    )
    let from = 0
    for (const { at, until } of closes) {
      const lines = await compare(service, threeCloses.slice(from, at), until)
      expect(linesOfKind(lines, 'payee').length).toBeGreaterThan(0)
      from = at + 1
    }
  })

  it.each([1, 2])('of any part of a random history does so too (%i)', { timeout: 300_000 }, async (seed) => {
    await using opened = await temporaryHeadwater()
    const { service } = opened
    const random = createRandom(seed)
    let waiting: ContractStep[] = []
    for (const step of simulateContracts(seed, optionsOf(seed))) {
      if (step.step === 'event') {
        waiting.push(step)
        continue
      }
      const from = random.int(waiting.length + 1)
      await ingest(service, waiting.slice(0, from))
      await compare(service, waiting.slice(from), step.until)
      waiting = []
    }
  })

  it('lists what is refused with its line and code, and goes on with the rest', async () => {
    await using opened = await temporaryHeadwater()
    const { service } = opened
    await ingest(service, threeCloses.slice(0, 11))
    const again = threeCloses.filter(isEvent).find(({ type }) => type === 'clause.agreed')!
    const lines = await collect(
      service.simulate(textStream('{"no":"event"}\n', wireLine({ ...again, id: 'twice' })), {
        origin: 'test',
        until: '2025-02-01T00:00:00Z',
      }),
    )
    expect(linesOfKind(lines, 'simulation')).toMatchObject([{ accepted: 0, rejected: 2 }])
    expect(linesOfKind(lines, 'rejected')).toMatchObject([
      { line: 1, code: 'event.missing' },
      { line: 2, code: 'clause.exists' },
    ])
    expect(linesOfKind(lines, 'payee')).toEqual([])
  })
})
