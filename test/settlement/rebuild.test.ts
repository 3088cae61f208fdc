/** Lost or changed books are computed again from the logs and swapped in. Damaged logs are refused. Nothing else changes. */

import { describe, expect, it } from 'vitest'
import type { HeadwaterError } from '../../src/errors.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import type { CloseProgress } from '../../src/settlement/progress.ts'
import { type RebuildDeps, rebuildBooks } from '../../src/settlement/rebuild/rebuild.ts'
import { collect } from '../support/collect.ts'
import { listedEarnings } from '../support/epochLines.ts'
import { id } from '../support/id.ts'
import type { World } from '../support/settlementWorld.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

const april = '2025-04-01T00:00:00Z'

async function closedWorld(): Promise<World> {
  const world = await smallEconomy()
  await world.register('fee.set', { share: '0.01', payee: 'house', effectiveFrom: '2024-01-01T00:00:00Z' })
  await world.record([call('1', '3'), call('2', '4.000000000000000001')])
  await world.record([call('1', '3')], 'other')
  await world.settlement.close({ until: february })
  await world.record([call('4', '5', { time: '2025-02-10T00:00:00Z' }), call('5', '1')])
  await world.settlement.close({ until: march })
  return world
}

const quiet = { dryRun: false, onProgress: () => {} }
let ids = 0
const depsOf = (world: World, alone = true): RebuildDeps => ({
  ...world,
  alone,
  newEventId: () => `rebuild-${ids++}`,
})

async function agrees(world: World): Promise<boolean> {
  const reports = await collect(world.restart().verify())
  return reports.every(({ ok }) => ok)
}

/** What people see, whichever attempt it stands under. */
async function seen(world: World) {
  const settlement = world.restart()
  const epochs = await collect(settlement.epochs())
  return Promise.all(
    epochs.map(async ({ epoch, manifestHash, trees }) => ({
      manifestHash,
      trees,
      statements: await collect(settlement.statements(epoch)),
    })),
  )
}

const keysOf = (world: World, epoch: number): string[] =>
  [...world.books.written.keys()].filter((key) => key.startsWith(`${epoch} `))
const booksOf = (world: World, epoch: number) => world.books.written.get(keysOf(world, epoch)[0]!)!

const damages: Record<string, (world: World) => void> = {
  'all lines of an epoch are gone': (world) => void world.books.written.delete(keysOf(world, 1)[0]!),
  'a balance was changed': (world) => {
    const { balances } = booksOf(world, 1)
    balances[0] = { ...balances[0]!, carried: ledgerUnits(balances[0]!.carried + 1n) }
  },
  'a balance was added': (world) => {
    const { balances } = booksOf(world, 2)
    balances.unshift({ ...balances[0]!, payee: id('a thief'), earned: ledgerUnits(9n) })
  },
  'a payout is gone': (world) => void booksOf(world, 2).payouts.pop(),
  'an earning is there twice': (world) => {
    const { earnings } = booksOf(world, 2)
    earnings.push(earnings[0]!)
  },
  'a flow was changed in both epochs': (world) => {
    for (const epoch of [1, 2]) {
      const { flows } = booksOf(world, epoch)
      flows[0] = { ...flows[0]!, retained: ledgerUnits(0n) }
    }
  },
}

describe('a rebuild', () => {
  it.each(Object.entries(damages))('restores books where %s, and verify agrees', async (_, damage) => {
    const world = await closedWorld()
    const before = await seen(world)
    damage(world)
    expect(await agrees(world)).toBe(false)
    const dry = await rebuildBooks(depsOf(world), { ...quiet, dryRun: true })
    expect(dry.differences.count).toBeGreaterThan(0)
    expect(await agrees(world)).toBe(false)
    const report = await rebuildBooks(depsOf(world), quiet)
    expect(report).toMatchObject({ epochs: 2, differences: { count: dry.differences.count } })
    expect(report.replaced).toEqual(dry.replaced)
    expect(report.refused.listed).toEqual([])
    expect(await agrees(world)).toBe(true)
    expect(await seen(world)).toEqual(before)
    // The next epoch stands on them.
    await world.record([call('6', '2', { time: '2025-03-10T00:00:00Z' })])
    await world.restart().close({ until: april })
    expect(await agrees(world)).toBe(true)
  })

  it('leaves one attempt an epoch, and says nothing the second time', async () => {
    const world = await closedWorld()
    damages['a balance was changed']!(world)
    await rebuildBooks(depsOf(world), quiet)
    const keys = [...world.books.written.keys()]
    expect(keys).toHaveLength(2)
    const log = world.events.log.length
    const again = await rebuildBooks(depsOf(world), quiet)
    expect(again).toMatchObject({ replaced: [], removedAttempts: 0, differences: { count: 0 } })
    expect([...world.books.written.keys()]).toEqual(keys)
    expect(world.events.log).toHaveLength(log)
  })

  it('keeps what others may be reading until the next one', async () => {
    const world = await closedWorld()
    damages['a balance was changed']!(world)
    await rebuildBooks(depsOf(world, false), quiet)
    expect(keysOf(world, 1)).toHaveLength(2)
    expect(await rebuildBooks(depsOf(world, false), quiet)).toMatchObject({
      replaced: [],
      removedAttempts: 1,
    })
    expect(keysOf(world, 1)).toHaveLength(1)
    expect(await agrees(world)).toBe(true)
  })

  it('moves aside what a killed close left, and never the books that a close is writing', async () => {
    const world = await closedWorld()
    const { earnings, ...others } = [...world.books.written.values()][1]!
    const some = { ...others, earnings: listedEarnings(earnings) }
    await world.books.write({ epoch: 2, attempt: '0'.repeat(32) }, some)
    await world.books.write({ epoch: 3, attempt: '1'.repeat(32) }, some)
    expect((await rebuildBooks(depsOf(world), quiet)).removedAttempts).toBe(1)
    expect([...world.books.quarantined.keys()]).toEqual([`2 ${'0'.repeat(32)}`])
    expect(keysOf(world, 2)).toHaveLength(1)
    expect(keysOf(world, 3)).toHaveLength(1)
  })

  it('refuses changed rows, says every difference, and swaps nothing', async () => {
    const world = await closedWorld()
    damages['a balance was changed']!(world)
    const row = world.usage.rows.findIndex(({ id }) => id === '4')
    world.usage.rows[row] = { ...world.usage.rows[row]!, amount: ledgerUnits(1n) }
    const before = structuredClone([...world.books.written])
    const log = world.events.log.length
    const report = await rebuildBooks(depsOf(world), quiet)
    expect(report.replaced).toEqual([])
    const checks = new Set(report.refused.listed.map(({ epoch, check }) => `${epoch} ${check}`))
    expect(checks).toContain('2 batches')
    expect(checks).toContain('2 recomputation')
    expect([...world.books.written]).toEqual(before)
    expect(world.events.log).toHaveLength(log)
  })

  it('refuses changed rows that no epoch has settled yet', async () => {
    const world = await closedWorld()
    await world.record([call('7', '2', { time: '2025-03-10T00:00:00Z' })])
    world.usage.rows.pop()
    const report = await rebuildBooks(depsOf(world), quiet)
    expect(report.refused.listed).toEqual([
      expect.objectContaining({ check: 'batches', detail: expect.stringContaining('none are there') }),
      expect.objectContaining({ check: 'log', detail: expect.stringContaining('0 are there') }),
    ])
  })

  it('reports how much of the books is done, up to the whole', async () => {
    const world = await closedWorld()
    const seen: CloseProgress[] = []
    await rebuildBooks(depsOf(world), { dryRun: true, onProgress: (progress) => seen.push(progress) })
    expect(seen.map(({ stage }) => stage)).toEqual(
      expect.arrayContaining(['registry', 'epoch 1', 'epoch 1, calls', 'epoch 2, books', 'rest of the log']),
    )
    const done = seen.map((progress) => progress.done!)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done.at(-1)).toBe(seen[0]!.total)
  })

  it('keeps the books of an epoch that is closed while it runs, and rebuilds them too', async () => {
    for (const stage of ['epoch 1', 'epoch 2', 'books of epoch 2', 'rest of the log', 'swap', 'move aside']) {
      const world = await closedWorld()
      damages['a payout is gone']!(world)
      await world.record([call('6', '2', { time: '2025-03-10T00:00:00Z' })])
      // The close stands on epoch 1's books alone being right where nothing was swapped; it refuses wrong ones itself.
      let closed: Promise<unknown> | undefined
      const onProgress = (progress: { stage: string }) => {
        if (progress.stage !== stage) return
        closed = world
          .restart()
          .close({ until: april })
          .then(
            () => 'closed',
            (error: HeadwaterError) => error.code,
          )
      }
      await rebuildBooks(depsOf(world), { dryRun: false, onProgress })
      const outcome = await closed
      expect(['closed', 'close.booksDiffer']).toContain(outcome)
      if (outcome !== 'closed') await world.restart().close({ until: april })
      expect(await agrees(world), stage).toBe(true)
      expect(await collect(world.restart().epochs())).toHaveLength(3)
    }
  })

  it('is overtaken by another one that ends before it, and harms it in no way', async () => {
    const world = await closedWorld()
    damages['a payout is gone']!(world)
    let other: Promise<unknown> | undefined
    const deps = depsOf(world)
    const slow: RebuildDeps = {
      ...deps,
      books: {
        ...deps.books,
        async write(key, lines) {
          await deps.books.write(key, lines)
          other = rebuildBooks(depsOf(world), quiet)
          await other
        },
      },
    }
    await expect(rebuildBooks(slow, quiet)).rejects.toMatchObject({ code: 'rebuild.overtaken' })
    expect(await other).toMatchObject({ replaced: [2] })
    expect(await agrees(world)).toBe(true)
    await rebuildBooks(depsOf(world), quiet)
    expect([...world.books.written.keys()]).toHaveLength(2)
    expect(await agrees(world)).toBe(true)
  })
})
