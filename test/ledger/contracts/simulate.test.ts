/** A simulation says exactly what a close gives after the events are really taken in, and records nothing. */
import { describe, expect, it } from 'vitest'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import { parseScaled } from '../../../src/money/ledgerUnits.ts'
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

/** Events of contracts, corrections and postings: they change no call's price and no version. */
const isChange = (step: ContractStep): step is EventStep =>
  isEvent(step) &&
  /^(call\.refunded|call\.disputed|transfer|payment|deposit|clause|reserve|payout|payee\.held|withholding|cost)/.test(
    step.type,
  )

/** @returns ids of what was refused */
async function play(service: LedgerHeadwater, steps: readonly ContractStep[]): Promise<Set<string>> {
  const refused = new Set<string>()
  let waiting: EventStep[] = []
  for (const step of steps) {
    if (step.step === 'event') {
      waiting.push(step)
      continue
    }
    for (const { id } of (await ingest(service, waiting)).rejected) refused.add(id!)
    waiting = []
    await service.close({ until: step.until })
  }
  return refused
}

const flows = ['earned', 'late', 'adjusted', 'received', 'diverted', 'posted', 'withheld', 'paid'] as const
const scaled = (text = '0') =>
  text.startsWith('-') ? -parseScaled(text.slice(1), 36) : parseScaled(text, 36)

/** What payees got from an epoch on, and what they stand at. */
async function outcomeFrom(service: LedgerHeadwater, from: number) {
  const sums = new Map<string, Record<string, bigint>>()
  const of = (payee: string, currency: string) => {
    const name = `${payee} ${currency}`
    const known = sums.get(name) ?? { ...nothing }
    sums.set(name, known)
    return known
  }
  const epochs = await collect(service.epochs())
  for (const { epoch } of epochs.slice(from - 1)) {
    for await (const line of service.statements(epoch)) {
      const sum = of(line.payee, line.currency)
      for (const name of flows) sum[name]! += scaled(line[name])
    }
  }
  const { items } = await service.balanceList({ limit: 1_000 })
  for (const { payee, currency, balance, reserved } of items)
    Object.assign(of(payee, currency), { carried: scaled(balance), reserved: scaled(reserved) })
  return { sums, last: figuresOfEpoch(epochs.at(-1)!).trees }
}

const nothing = Object.fromEntries([...flows, 'carried', 'reserved'].map((name) => [name, 0n]))
const scaledFigures = (figures: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(figures).map(([name, amount]) => [name, scaled(amount)]))

describe('a simulation from an epoch on', () => {
  it.each([1, 3, 5])('says what closes after the events gave (%i)', { timeout: 300_000 }, async (seed) => {
    const from = 2
    const history = simulateContracts(seed, { ...optionsOf(seed), epochs: 4 })
    const ends = history.flatMap(({ step }, at) => (step === 'close' ? [at] : []))
    const between = history.slice(ends[0]! + 1, ends[1])
    const chosen = between.filter(isChange)
    expect(chosen.length).toBeGreaterThan(5)
    const others = history.filter((step) => !(chosen as readonly ContractStep[]).includes(step))
    let refused: Set<string>
    let lines: Awaited<ReturnType<typeof simulate>>
    let without: Awaited<ReturnType<typeof outcomeFrom>>
    {
      await using opened = await temporaryHeadwater()
      refused = await play(opened.service, others)
      const before = await standing(opened.service)
      lines = await collect(opened.service.simulate(textStream(...linesOf(chosen)), { origin: 'test', from }))
      expect(await standing(opened.service)).toEqual(before)
      without = await outcomeFrom(opened.service, from)
    }
    await using opened = await temporaryHeadwater()
    const whole = [
      ...history.slice(0, ends[0]! + 1),
      ...between.filter((step) => !isChange(step)),
      ...chosen,
      ...history.slice(ends[1]!),
    ].filter((step) => step.step === 'close' || !refused.has(step.id))
    const alsoRefused = await play(opened.service, whole)
    expect([...alsoRefused].filter((id) => !chosen.some((step) => step.id === id))).toEqual([])
    const withThem = await outcomeFrom(opened.service, from)
    expect(figuresOf(lines, 'before').trees).toEqual(without.last)
    expect(figuresOf(lines, 'after').trees).toEqual(withThem.last)
    const found = linesOfKind(lines, 'payee')
    expect(found.length).toBeGreaterThan(0)
    for (const { payee, currency, before, after } of found) {
      const name = `${payee} ${currency}`
      expect([name, scaledFigures(before)]).toEqual([name, without.sums.get(name) ?? nothing])
      expect([name, scaledFigures(after)]).toEqual([name, withThem.sums.get(name) ?? nothing])
    }
    const listed = new Set(found.map(({ payee, currency }) => `${payee} ${currency}`))
    for (const [name, sums] of withThem.sums)
      if (!listed.has(name)) expect([name, sums]).toEqual([name, without.sums.get(name) ?? nothing])
  })

  it('refuses a time of its own, and an epoch that is not closed', async () => {
    await using opened = await temporaryHeadwater()
    const { service } = opened
    const ask = (options: { from: number; until?: string }) =>
      collect(service.simulate(textStream(''), { origin: 'test', ...options }))
    await expect(ask({ from: 1, until: '2025-02-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'simulate.fromWithUntil',
    })
    await expect(ask({ from: 1 })).rejects.toMatchObject({ code: 'epoch.unknown' })
  })

  it('names a recorded event that would have been refused', { timeout: 60_000 }, async () => {
    await using opened = await temporaryHeadwater()
    const { service } = opened
    await play(service, threeCloses.slice(0, 12))
    const terms = {
      payee: 'lab',
      to: 'fund',
      currency: 'USD',
      share: '0.1',
      effectiveFrom: '2025-02-01T00:00:00Z',
    }
    const clause: EventStep = {
      ...{
        step: 'event',
        type: 'clause.agreed',
        source: 'example',
        id: 'later',
        time: '2025-02-02T00:00:00Z',
      },
      data: { clause: 'second', ...terms },
    }
    await play(service, [clause, { step: 'close', until: '2025-03-01T00:00:00Z' }])
    const earlier = textStream(wireLine({ ...clause, id: 'earlier' }))
    await expect(collect(service.simulate(earlier, { origin: 'test', from: 1 }))).rejects.toMatchObject({
      code: 'simulate.laterRefused',
      data: { id: 'later', code: 'clause.exists' },
    })
  })
})
