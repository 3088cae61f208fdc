/** The whole of settlement against a reference that shares no code with it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EpochPreview } from '../../src/settlement/preview/answers.ts'
import { collect } from '../support/collect.ts'
import { runs } from '../support/properties.ts'
import { createRandom } from '../support/random.ts'
import { Reference, type ReferenceStep } from '../support/reference.ts'
import { createWorld, type World } from '../support/settlementWorld.ts'
import { type SimulatedStep, type SimulationOptions, simulate } from '../support/simulation.ts'

const small: SimulationOptions = { assets: 6, payees: 9, calls: 60, epochs: 3, conflicts: true }

interface PlayOptions {
  /** Previews at each close, and confirms the preview only when everything up to the next close is recorded. */
  readonly confirmLate?: boolean
}

/** Plays the steps into a world, calls in batches over two partitions; returns what was taken, for the reference. */
async function play(
  world: World,
  steps: readonly SimulatedStep[],
  seed: number,
  { confirmLate = false }: PlayOptions = {},
): Promise<ReferenceStep[]> {
  const random = createRandom(seed)
  const taken: ReferenceStep[] = []
  let previewed: EpochPreview | undefined
  const confirm = async (): Promise<void> => {
    if (previewed === undefined) return
    const { confirm, hash } = previewed
    expect(await world.settlement.close({ confirm })).toMatchObject({ manifestHash: hash })
    previewed = undefined
  }
  let waiting: Parameters<World['record']>[0][number][] = []
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await world.record(waiting, random.pick(['local', 'other']))
    waiting = []
  }
  for (const step of steps) {
    if (step.step === 'call') {
      waiting.push(step.call)
      if (random.chance(0.2)) await flush()
    } else if (step.step === 'close') {
      await flush()
      await confirm()
      world.setNow('2026-01-01T00:00:00Z')
      if (confirmLate) previewed = await world.settlement.preview({ until: step.until })
      else await world.settlement.close({ until: step.until })
    } else {
      // As if it were recorded when it happened, so that the notice of an account ends in one of the epochs.
      world.setNow(step.time)
      try {
        await world.register(step.type, step.data, step.time)
      } catch (error) {
        if (!step.mayBeRefused) throw error
        continue
      }
    }
    taken.push(step)
  }
  await flush()
  world.setNow('2026-01-01T00:00:00Z')
  await confirm()
  return taken
}

async function outcome(world: World) {
  const epochs = []
  for (const { until, counts, totals, trees, epoch } of await collect(world.settlement.epochs())) {
    epochs.push({
      until,
      counts,
      totals,
      statements: await collect(world.settlement.statements(epoch)),
      trees,
    })
  }
  return epochs
}

async function digests(world: World): Promise<unknown[]> {
  const found: unknown[] = []
  for (const { epoch } of await collect(world.settlement.epochs())) {
    found.push(JSON.parse(Buffer.from(await world.settlement.manifest(epoch)).toString()).digests)
  }
  return found
}

describe('settlement as a whole', () => {
  it('I5: agrees with the slow reference, to the unit and to the root', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const world = createWorld()
        const taken = await play(world, simulate(seed, small), seed)
        expect(await outcome(world)).toEqual(new Reference().run(taken))
      }),
      runs(60, 12),
    )
  })

  it('I19: closes what a preview showed, to the byte, whatever was recorded between the two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const world = createWorld()
        const taken = await play(world, simulate(seed, small), seed, { confirmLate: true })
        expect(await outcome(world)).toEqual(new Reference().run(taken))
        const reports = await collect(world.settlement.verify())
        expect(reports.flatMap((report) => report.checks.filter((check) => !check.ok))).toEqual([])
      }),
      runs(40, 8),
    )
  })

  it('agrees with the slow reference where accounts have a notice', async () => {
    const waits: string[] = []
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(1, 6, 30), async (seed, accountNoticeHours) => {
        const world = createWorld({ accountNoticeHours })
        const taken = await play(world, simulate(seed, small), seed)
        expect(await outcome(world)).toEqual(new Reference({ accountNoticeHours }).run(taken))
        const reports = await collect(world.settlement.verify())
        expect(reports.flatMap((report) => report.checks.filter((check) => !check.ok))).toEqual([])
        waits.push(...(await waitingPayees(world)))
      }),
      // In few random histories a balance waits for its account at the end.
      {
        ...runs(40, 8),
        examples: [
          [1_647_572_008, 30],
          [424_460_020, 1],
        ],
      },
    )
    expect(waits).not.toEqual([])
  })

  it('I3: gives the same roots in whatever order and batches the calls arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const steps = simulate(seed, { ...small, conflicts: false })
        const [first, second] = [createWorld(), createWorld()]
        await play(first, steps, seed)
        await play(second, reordered(steps, seed), seed + 1)
        expect(await outcome(second)).toEqual(await outcome(first))
        // The manifests differ in log positions; what was settled, earned and paid has the same digests.
        expect(await digests(second)).toEqual(await digests(first))
      }),
      runs(30, 8),
    )
  })

  it('verifies every epoch that it closed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const world = createWorld()
        await play(world, simulate(seed, small), seed)
        const reports = await collect(world.settlement.verify())
        expect(reports.flatMap((report) => report.checks.filter((check) => !check.ok))).toEqual([])
      }),
      runs(20, 6),
    )
  })

  it('closes from checkpoints what it closes from all rows, from whatever epoch on, and verifies both ways', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(60), async (seed, checkpointCallsMin) => {
        const world = createWorld({ checkpointCallsMin })
        const taken = await play(world, simulate(seed, small), seed)
        expect(await outcome(world)).toEqual(new Reference().run(taken))
        for (const full of [false, true]) {
          const reports = await collect(world.settlement.verify(undefined, { full }))
          expect(reports.flatMap((report) => report.checks.filter((check) => !check.ok))).toEqual([])
        }
      }),
      runs(15, 4),
    )
  })

  it('goes through everything that can happen: the simulation is worth its name', async () => {
    const seen: Record<string, number> = {}
    const count = (what: string, happened: boolean): void => {
      seen[what] = (seen[what] ?? 0) + (happened ? 1 : 0)
    }
    for (let seed = 1; seed <= 12; seed++) {
      const world = createWorld()
      const taken = await play(world, simulate(seed, small), seed)
      const closed = await collect(world.settlement.epochs())
      for (const epoch of closed) {
        const totals = Object.values(epoch.totals)
        count('late calls', epoch.counts.late > 0)
        count('suspense', epoch.counts.suspense > 0)
        count('pending', epoch.counts.pending > 0)
        count('nothing settled', epoch.counts.settled === 0)
        count(
          'fees',
          totals.some((of) => of.fee !== '0'),
        )
        count(
          'rounding',
          totals.some((of) => of.rounding !== '0'),
        )
        count(
          'paid',
          totals.some((of) => of.paid !== '0'),
        )
        count('two trees', epoch.trees.length === 2)
      }
      count(
        'less suspense than before',
        closed.some((epoch, at) => epoch.counts.suspense < (closed[at - 1]?.counts.suspense ?? 0)),
      )
      count('conflicts', (await world.refused.count()) > 0)
      count(
        'duplicates',
        world.events.log.some(({ data }) => ((data as { excluded?: unknown[] }).excluded ?? []).length > 0),
      )
      count(
        'a currency bound later',
        taken.some((step) => step.step === 'register' && step.type === 'currency.bound'),
      )
      count('an account bound twice', boundTwice(taken))
    }
    expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([])
  })
})

/** Payees whose money of some epoch waits for the end of a notice, by their statements. */
async function waitingPayees(world: World): Promise<string[]> {
  const waiting: string[] = []
  for (const { epoch } of await collect(world.settlement.epochs())) {
    for (const payee of world.registry.payees.ids()) {
      const { currencies } = await world.settlement.statement(payee, epoch)
      if (currencies.some(({ held }) => held === 'accountNotice')) waiting.push(payee)
    }
  }
  return waiting
}

function boundTwice(steps: readonly ReferenceStep[]): boolean {
  const payees = steps.flatMap((step) =>
    step.step === 'register' && step.type === 'payee.bound' ? [step.data.payee] : [],
  )
  return new Set(payees).size < payees.length
}

/** Calls of an epoch in another order, before or after its registry events. */
function reordered(steps: readonly SimulatedStep[], seed: number): SimulatedStep[] {
  const random = createRandom(seed)
  const result: SimulatedStep[] = []
  let calls: SimulatedStep[] = []
  for (const step of steps) {
    if (step.step === 'call') calls.push(step)
    else {
      // Calls in a currency must come after it, so they wait for the close.
      if (step.step === 'close') {
        result.push(...random.shuffle(calls))
        calls = []
      }
      result.push(step)
    }
  }
  return [...result, ...calls]
}
