/** Closes that go on from the sums of the epoch before, which its manifest commits to. */
import { describe, expect, it } from 'vitest'
import { checkpointOf, parseManifest } from '../../../src/log/manifest.ts'
import { packBatches } from '../../../src/log/waitingBatches.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import { collect } from '../../support/collect.ts'
import type { World } from '../../support/settlementWorld.ts'
import { call, february, march, smallEconomy } from '../../support/smallEconomy.ts'

const april = '2025-04-01T00:00:00Z'

/** Epoch 1 leaves a checkpoint; of its batches the second has a call in suspense and the third one that is pending. */
async function checkpointed(checkpointCallsMin = 3): Promise<World> {
  const world = await smallEconomy({ checkpointCallsMin })
  await world.record([call('1', '3'), call('2', '4')])
  await world.record([call('3', '1', { asset: 'model:later' })])
  await world.record([call('4', '5', { time: '2025-02-10T00:00:00Z' })])
  await world.settlement.close({ until: february })
  return world
}

async function manifestOf(world: World, epoch: number) {
  return parseManifest(Buffer.from(await world.settlement.manifest(epoch)).toString())
}

async function differences(world: World, full = false): Promise<string[]> {
  const reports = await collect(world.restart().verify(undefined, { full }))
  return reports.flatMap(({ epoch, checks }) =>
    checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${epoch} ${name}: ${detail}`),
  )
}

/** Runs `work`, and says which sums it asked the rows for: those after a checkpoint, or all. */
async function askedFor(world: World, work: () => Promise<unknown>): Promise<('since' | 'all')[]> {
  const asked: ('since' | 'all')[] = []
  const { keySums } = world.usage
  world.usage.keySums = (scope, until, since) => {
    asked.push(since ? 'since' : 'all')
    return keySums(scope, until, since)
  }
  await work()
  world.usage.keySums = keySums
  return asked
}

describe('the checkpoint of an epoch', () => {
  it('is left from the set number of calls on, in a manifest of version 2, and by every later epoch', async () => {
    const small = await checkpointed(5)
    expect(checkpointOf(await manifestOf(small, 1))).toBeUndefined()
    expect((await manifestOf(small, 1)).version).toBe(1)
    await small.record([call('5', '1')])
    await small.settlement.close({ until: march })
    expect((await manifestOf(small, 2)).version).toBe(2)
    await small.settlement.close({ until: april })
    expect(checkpointOf(await manifestOf(small, 3))).toBeDefined()
    expect(await differences(small)).toEqual([])
  })

  it('names the batches with calls that wait, and no other', async () => {
    const world = await checkpointed()
    expect(checkpointOf(await manifestOf(world, 1))?.waitingBatches).toEqual([
      { partition: 'local', revisions: [[1, 2]] },
    ])
    expect(packBatches([3, 1, 2, 7].map((revision) => ({ partition: 'p', revision, attempt: '' })))).toEqual([
      {
        partition: 'p',
        revisions: [
          [1, 3],
          [7, 7],
        ],
      },
    ])
  })

  it('is gone on from: the next close reads no older sums, and settles what waited', async () => {
    const world = await checkpointed()
    await world.register('asset.registered', { asset: 'model:later', owner: 'lab' })
    await world.register('version.released', { asset: 'model:later', version: '1' })
    await world.record([call('5', '2')])
    expect(await askedFor(world, () => world.settlement.close({ until: march }))).toEqual(['since'])
    const { counts, totals } = await world.settlement.epoch(2)
    expect(counts).toEqual({ settled: 3, late: 2, suspense: 0, pending: 0 })
    expect(totals.USDC).toMatchObject({ gross: '8', suspense: '0', pending: '0' })
    expect(await differences(world)).toEqual([])
  })

  it('is trusted by a verification, and not by a full one', async () => {
    const world = await checkpointed()
    await world.settlement.close({ until: march })
    expect(await askedFor(world, () => differences(world))).toEqual(['all', 'since'])
    expect(await askedFor(world, () => differences(world, true))).toEqual(['all', 'all'])
    expect(await differences(world, true)).toEqual([])
  })

  it('stops a close and is named by a verification where a stored sum was changed', async () => {
    const world = await checkpointed()
    const [line] = [...world.books.written.values()][0]!.callSums
    const books = [...world.books.written.values()][0]!
    books.callSums = [{ ...line!, amount: ledgerUnits(line!.amount + 1n) }, ...books.callSums.slice(1)]
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.checkpointDiffers',
      data: { epoch: 1 },
    })
    expect(await differences(world)).toEqual([
      `1 callSums: The sum of USDC calls of model:base@: amount is ${line!.amount + 1n} and should be ${line!.amount}.`,
    ])
  })

  it('a settled call that is gone stops the close: the number of all rows is another', async () => {
    const world = await checkpointed()
    world.usage.rows.splice(0, 2)
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.batchMissing',
    })
  })

  it('and its epoch are verified further where a manifest names a digest that this build does not know', async () => {
    const world = await checkpointed()
    await world.settlement.close({ until: march })
    const event = world.events.log.find(({ type }) => type === 'EpochClosed')!
    const data = event.data as { manifest: string }
    data.manifest = data.manifest.replace('sha256-calls', 'blake3-calls')
    const found = await differences(world)
    expect(found).toContainEqual(expect.stringMatching(/^1 manifest: The manifest's SHA-256 is /))
    expect(found).toContainEqual(expect.stringMatching(/^1 recomputation: .* of the algorithm blake3-calls/))
    expect(found).toContainEqual(expect.stringMatching(/^2 manifest: /))
  })

  it('spares the count of older batches also while others insert', async () => {
    const world = await checkpointed()
    const { countRows, listAttempts } = world.usage
    let [counts, lists] = [0, 0]
    world.usage.countRows = async () => (await countRows()) + (counts++ < 2 ? 1 : 0)
    world.usage.listAttempts = (watermarks) => {
      lists++
      return listAttempts(watermarks)
    }
    expect(await world.settlement.close({ until: march })).toMatchObject({ epoch: 2 })
    expect(lists).toBe(0)
  })
})
