/** Verification finds every changed log, row or book, and names it. It never throws. */

import { describe, expect, it } from 'vitest'
import { streams } from '../../src/log/streams.ts'
import { ledgerUnits, storedAtoms } from '../../src/money/ledgerUnits.ts'
import { collect } from '../support/collect.ts'
import { id } from '../support/id.ts'
import type { World } from '../support/settlementWorld.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

/** Two epochs, with a fee, late calls, suspense and a duplicate. */
async function closedWorld(): Promise<World> {
  const world = await smallEconomy()
  await world.register('fee.set', { share: '0.01', payee: 'house', effectiveFrom: '2024-01-01T00:00:00Z' })
  await world.record([
    call('1', '3'),
    call('2', '4.000000000000000001'),
    call('3', '1', { asset: 'model:later' }),
  ])
  await world.record([call('1', '3')], 'other')
  await world.settlement.close({ until: february })
  await world.register('asset.registered', { asset: 'model:later', owner: 'lab' })
  await world.register('version.released', { asset: 'model:later', version: '1' })
  await world.record([call('4', '5', { time: '2025-02-10T00:00:00Z' }), call('5', '1')])
  await world.settlement.close({ until: march })
  return world
}

/** What the verification found, as `epoch check: sentence`. */
async function findings(world: World, epoch?: number): Promise<string[]> {
  const reports = await collect(world.restart().verify(epoch))
  for (const report of reports) expect(report.ok).toBe(report.checks.every((check) => check.ok))
  return reports.flatMap(({ epoch: of, checks }) =>
    checks.filter((check) => !check.ok).map(({ name, detail }) => `${of} ${name}: ${detail}`),
  )
}

/** Rewrites the data of one event of the log, as with an editor on the database file. */
function rewrite(world: World, index: number, change: (text: string) => string): void {
  const event = world.events.log[index]!
  const changed = change(JSON.stringify(event.data))
  expect(changed).not.toBe(JSON.stringify(event.data))
  world.events.log[index] = { ...event, data: JSON.parse(changed) }
}

const place = (world: World, type: string, nth = 0): number =>
  world.events.log.flatMap((event, index) => (event.type === type ? [index] : []))[nth]!

describe('verify', () => {
  it('finds nothing in honest books, epoch by epoch and all together', async () => {
    const world = await closedWorld()
    expect(await findings(world)).toEqual([])
    expect(await findings(world, 1)).toEqual([])
    expect(await findings(world, 2)).toEqual([])
    const [report] = await collect(world.settlement.verify(2))
    expect(report!.checks.map((check) => check.name)).toEqual([
      'event',
      'manifest',
      'registry',
      'batches',
      'duplicates',
      'standing',
      'recomputation',
      'controlTotals',
      'balances',
      'payouts',
      'earnings',
      'flows',
      'standing',
      'log',
    ])
  })

  it('says what each check found when it has ended, of the epoch that is asked for alone', async () => {
    const world = await closedWorld()
    const heard: string[] = []
    const onCheck = (epoch: number, { name, ok }: { name: string; ok: boolean }) =>
      heard.push(`${epoch} ${name} ${ok}`)
    const [report] = await collect(world.settlement.verify(2, { onCheck }))
    expect(heard.sort()).toEqual(report!.checks.map(({ name, ok }) => `2 ${name} ${ok}`).sort())
    expect(heard.length).toBeGreaterThan(5)
  })

  it('I9: finds an event of any stream that is gone from the middle, behind the last epoch too', async () => {
    const batch = await closedWorld()
    batch.events.log.splice(place(batch, 'BatchRecorded'), 1)
    const found = await findings(batch)
    expect(found[0]).toBe('1 batches: Of the watermarks /local is 0 and should be missing.')
    expect(found).toContain(
      '2 batches: The check could not be done: Event 0 of the stream ingest-local is missing: after it comes 1.',
    )
    await expect(batch.restart().close({ until: '2025-04-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'data.damaged',
    })

    const epoch = await closedWorld()
    epoch.events.log.splice(place(epoch, 'EpochClosed'), 1)
    expect(await findings(epoch)).toContainEqual(
      expect.stringMatching(/^1 event: The check could not be done/),
    )
    await expect(epoch.restart().close({ until: '2025-04-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'data.damaged',
    })

    const later = await closedWorld()
    await later.register('asset.registered', { asset: 'model:late', owner: 'lab' })
    await later.register('version.released', { asset: 'model:late', version: '1' })
    later.events.log.splice(-2, 1)
    expect(await findings(later)).toContainEqual(
      expect.stringMatching(/^2 log: The check could not be done: Event 9 of the stream registry is missing/),
    )
  })

  it('I9: finds rows and books that only a longer log explains', async () => {
    const world = await closedWorld()
    await world.record([call('6', '1', { time: '2025-03-10T00:00:00Z' })])
    await world.record([call('7', '1', { time: '2025-03-10T00:00:00Z' })])
    await world.settlement.close({ until: '2025-04-01T00:00:00Z' })
    await world.settlement.close({ until: '2025-05-01T00:00:00Z' })
    // The end of the log is cut off, in every place where the log itself says how long it was.
    world.books.written.set('4 later', { ...[...world.books.written.values()][1]!, payouts: [] })
    world.events.log.splice(place(world, 'BatchRecorded', 3))
    expect(await findings(world)).toEqual([
      '2 log: The calls have batches of partition local up to 3, and the log ends at batch 1: the log is behind the calls. Restore the log.',
      '2 log: There are books of epoch 4, and the log has only 2 closed: the log is behind the books. Restore the log.',
    ])
    await expect(world.restart().close({ until: '2025-04-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'data.outOfStep',
    })
  })

  it('I9: finds a recorded batch without its rows, also one that no epoch settled, and no list counts without it', async () => {
    const world = await closedWorld()
    await world.record([call('6', '1', { time: '2025-03-10T00:00:00Z' })])
    world.usage.rows.splice(0, Infinity, ...world.usage.rows.filter(({ revision }) => revision !== 2))
    const behind =
      'Batch 2 of partition local recorded 1 rows, and 0 are there: the calls are behind the log. Restore the calls.'
    expect(await findings(world)).toEqual([`2 log: ${behind}`])
    for (const list of [world.settlement.calls, world.settlement.callGroups, world.settlement.suspense]) {
      await expect(list({}, { limit: 10 })).rejects.toMatchObject({ code: 'data.outOfStep', message: behind })
    }
  })

  it.each(['balances', 'payouts', 'earnings', 'flows'] as const)(
    'gives no statement and no balance where %s of the last epoch are missing',
    async (kind) => {
      const world = await closedWorld()
      const [name, lines] = [...world.books.written].at(-1)!
      world.books.written.set(name, { ...lines, [kind]: [] })
      const missing = {
        code: 'data.outOfStep',
        message: expect.stringMatching(/^The books of epoch 2 are missing/),
      }
      await expect(world.settlement.balanceList({}, { limit: 10 })).rejects.toMatchObject(missing)
      await expect(world.settlement.balances('lab')).rejects.toMatchObject(missing)
    },
  )

  it('I9: finds lost rows before the first close, too', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '3')])
    world.usage.rows.splice(0)
    await expect(collect(world.settlement.verify())).rejects.toMatchObject({ code: 'data.outOfStep' })
  })

  it('takes no batch for lost that another process records while the stores are read', async () => {
    const world = await closedWorld()
    const countAttempts = world.usage.countAttempts
    world.usage.countAttempts = async () => {
      const counted = await countAttempts()
      await world.record([call('6', '1', { time: '2025-03-10T00:00:00Z' })])
      return counted
    }
    expect(await findings(world)).toEqual([])
  })

  it('I7: takes what a killed ingest and a killed close leave for no difference, and reports it', async () => {
    const world = await closedWorld()
    const [row] = world.usage.rows
    world.usage.rows.push({ ...row!, revision: 2, attempt: 'f'.repeat(32), row: 0 })
    world.books.written.set(`3 ${'f'.repeat(32)}`, { ...[...world.books.written.values()][1]! })
    expect(await findings(world)).toEqual([])
    const reports = await collect(world.restart().verify())
    expect(reports.map(({ checks }) => checks.filter(({ name }) => name === 'log'))).toEqual([
      [],
      [
        {
          name: 'log',
          ok: true,
          detail:
            'No event is missing, and nothing is there that only a longer log explains. Batch 2 of partition local has rows and is not recorded, as a kill leaves it. There are books of epoch 3, which is not closed, as a kill leaves them.',
        },
      ],
    ])
    expect(await world.restart().close({ until: '2025-04-01T00:00:00Z' })).toMatchObject({ epoch: 3 })
  })

  it('I7: counts events that record no batch: rows of the batch that would have come after them are no gap', async () => {
    const world = await closedWorld()
    const stream = streams.ingest('local')
    for (const [revision, type] of [
      [2, 'CheckpointMoved'],
      [3, 'PartitionTaken'],
    ] as const) {
      const events = [
        { id: `moved-${revision}`, type, data: { partition: 'local', revision, checkpoint: 9 } },
      ]
      await world.events.append([{ stream, expectedRevision: revision - 1, events }])
    }
    world.usage.rows.push({ ...world.usage.rows[0]!, revision: 4, attempt: 'f'.repeat(32), row: 0 })
    expect(await findings(world)).toEqual([])
    world.usage.rows.push({ ...world.usage.rows[0]!, revision: 5, attempt: 'e'.repeat(32), row: 0 })
    expect(await findings(world)).toEqual([
      '2 log: The calls have batches of partition local up to 5, and the log ends at batch 3: the log is behind the calls. Restore the log.',
    ])
  })

  it('does not know an epoch that is not closed', async () => {
    const world = await closedWorld()
    await expect(collect(world.settlement.verify(3))).rejects.toMatchObject({ code: 'epoch.unknown' })
    await expect(collect(world.settlement.verify(0))).rejects.toMatchObject({ code: 'epoch.unknown' })
  })

  it('I9: finds a changed amount, and names the batch, the sums and the payees', async () => {
    const world = await closedWorld()
    world.usage.rows[0] = { ...world.usage.rows[0]!, amount: ledgerUnits(9n) }
    const found = await findings(world, 1)
    expect(found[0]).toMatch(/^1 batches: Batch 0 of partition local differs: its USDC calls added up to/)
    expect(found).toContainEqual(
      expect.stringMatching(
        /^1 recomputation: In the manifest \/totals\/USDC\/gross is "7\.0{17}1" and should be/,
      ),
    )
    expect(found).toContainEqual(
      expect.stringMatching(/^1 controlTotals: All USDC calls ever recorded add up to/),
    )
    expect(found).toContainEqual(
      expect.stringMatching(/^1 balances: The balance of "lab" in USDC: earned is/),
    )
  })

  it('I9: finds a row that is gone, one that was added, and a field that no sum tells', async () => {
    const gone = await closedWorld()
    gone.usage.rows.splice(1, 1)
    expect((await findings(gone))[0]).toMatch(
      /^1 batches: Batch 0 of partition local differs: it recorded 3 rows, and 2 are there/,
    )

    const added = await closedWorld()
    added.usage.rows.push({ ...added.usage.rows[0]!, row: 3, identity: 'ff', id: 'mine' })
    expect((await findings(added))[0]).toMatch(
      /^1 batches: Batch 0 of partition local differs: it recorded 3 rows, and 4 are there/,
    )

    const renamed = await closedWorld()
    renamed.usage.rows[0] = { ...renamed.usage.rows[0]!, caller: 'another caller' }
    expect((await findings(renamed))[0]).toBe(
      '1 batches: Batch 0 of partition local differs: the digest of its rows is another.',
    )
  })

  it('I9: finds a batch whose rows are all gone', async () => {
    const world = await closedWorld()
    world.usage.rows.splice(4)
    const found = await findings(world, 2)
    expect(found[0]).toBe(
      '2 batches: Batch 1 of partition local differs: it recorded 2 rows, and none are there.',
    )
  })

  it('I9: finds an old row changed when only a later epoch is verified', async () => {
    const world = await closedWorld()
    world.usage.rows[0] = { ...world.usage.rows[0]!, caller: 'another caller' }
    expect(await findings(world, 2)).toEqual([
      '2 batches: Batch 0 of partition local differs: the digest of its rows is another.',
    ])
  })

  it('I9: finds changed control totals of a batch', async () => {
    const world = await closedWorld()
    rewrite(world, place(world, 'BatchRecorded'), (text) =>
      text.replace('"rows":3', '"rows":4').replace('"accepted":3', '"accepted":4'),
    )
    expect((await findings(world, 1))[0]).toMatch(/it recorded 4 rows, and 3 are there/)
  })

  it.each([
    ['"accepted":3', '"accepted":2'],
    ['"to":3', '"to":0'],
  ])('I9: finds what a batch can not have recorded: %s made %s', async (from, to) => {
    const world = await closedWorld()
    rewrite(world, place(world, 'BatchRecorded'), (text) => text.replace(from, to))
    expect((await findings(world, 1))[0]).toMatch(
      /^1 batches: The check could not be done: Batch 0 of partition local says that it took places 1 to \d of its source and accepted \d events, and that it has 3 rows/,
    )
  })

  it('I9: finds a changed term of a version', async () => {
    const world = await closedWorld()
    rewrite(world, place(world, 'io.headwater.version.released', 1), (text) => text.replace('"0.1"', '"0.2"'))
    const found = await findings(world, 1)
    expect(found[0]).toMatch(
      /^1 registry: The registry's digest is [0-9a-f]{64}, and the manifest says [0-9a-f]{64}: an event was changed/,
    )
    expect(found).toContainEqual(
      expect.stringMatching(
        /^1 balances: The balance of "annotators" in USDC: earned is 693000000000000000 and should be 1386000000000000000/,
      ),
    )
    expect(found).toContainEqual(
      expect.stringMatching(/^1 flows: The USDC flow of model:base@1: relativeOut is/),
    )
  })

  it('I9: finds a registry event that cannot be applied any more, or is missing', async () => {
    const broken = await closedWorld()
    rewrite(broken, place(broken, 'io.headwater.version.released', 1), (text) =>
      text.replace('dataset:pile', 'dataset:pi1e'),
    )
    expect((await findings(broken, 1))[0]).toMatch(/^1 registry: The check could not be done/)

    const missing = await closedWorld()
    missing.events.log.splice(place(missing, 'io.headwater.payee.registered'), 1)
    expect((await findings(missing, 1))[0]).toMatch(/^1 registry: The check could not be done/)
  })

  it('I9: finds a changed, a missing and an invented balance', async () => {
    const world = await closedWorld()
    const [books] = [...world.books.written.values()]
    const annotators = books!.balances.findIndex((line) => line.payee === 'annotators')
    const honest = books!.balances[annotators]!
    books!.balances[annotators] = { ...honest, carried: ledgerUnits(honest.carried + 1n) }
    expect(await findings(world, 1)).toEqual([
      '1 balances: The balance of "annotators" in USDC: carried is 693000000000000001 and should be 693000000000000000.',
      '1 standing: The stored balances after epoch 1 do not have the digest in its manifest.',
    ])
    books!.balances[annotators] = honest
    const [lab] = books!.balances.splice(-1)
    expect((await findings(world, 1))[0]).toBe('1 balances: The balance of "lab" in USDC is missing.')
    books!.balances.push(lab!, { ...honest, payee: id('me') })
    expect((await findings(world, 1))[0]).toBe(
      '1 balances: The balance of "me" in USDC is there and should not be.',
    )
  })

  it('I9: finds a balance that was changed before the epoch it stands on', async () => {
    const world = await closedWorld()
    const [books] = [...world.books.written.values()]
    const house = books!.balances.findIndex((line) => line.payee === 'house')
    books!.balances[house] = { ...books!.balances[house]!, carried: ledgerUnits(10n ** 20n) }
    expect((await findings(world, 2))[0]).toBe(
      '2 standing: The stored balances after epoch 1 do not have the digest in its manifest.',
    )
  })

  it('I9: finds a changed payout, and one sent to another account', async () => {
    const world = await closedWorld()
    const [, books] = [...world.books.written.values()]
    const honest = books!.payouts[0]!
    books!.payouts[0] = { ...honest, cumulative: storedAtoms(honest.cumulative * 2n) }
    expect((await findings(world, 2))[0]).toMatch(
      /^2 payouts: The payout of 0x1{40} in 0x(aa){20} on eip155:8453: cumulative is \d+ and should be \d+/,
    )
    // The file that the close kept still gives the right tree.
    world.treeFiles.files.clear()
    await expect(collect(world.settlement.tree(2))).rejects.toMatchObject({ code: 'close.booksDiffer' })
    books!.payouts[0] = { ...honest, account: id(`0x${'9'.repeat(40)}`) }
    expect(await findings(world, 2)).toEqual([
      expect.stringMatching(/^2 payouts: The payout of 0x1{40} in .* is missing/),
      expect.stringMatching(/^2 payouts: The payout of 0x9{40} in .* is there and should not be/),
      expect.stringMatching(/^2 standing: The stored payouts/),
    ])
  })

  it('I9: finds a changed explanation: an earning, a flow', async () => {
    const world = await closedWorld()
    const [books] = [...world.books.written.values()]
    books!.earnings[0] = { ...books!.earnings[0]!, amount: ledgerUnits(1n) }
    books!.flows.pop()
    expect(await findings(world, 1)).toEqual([
      '1 earnings: What "house" in USDC earned as fee of @: amount is 1 and should be 70000000000000000.',
      '1 flows: The USDC flow of dataset:pile@1 is missing.',
    ])
  })

  it('I9: finds a changed manifest, whether or not its hash was changed with it', async () => {
    const world = await closedWorld()
    rewrite(world, place(world, 'EpochClosed'), (text) => text.replace('\\"late\\":0', '\\"late\\":1'))
    const found = await findings(world)
    expect(found[0]).toMatch(/^1 manifest: The manifest's SHA-256 is [0-9a-f]{64}, and EpochClosed says/)
    expect(found[1]).toBe('1 recomputation: In the manifest /counts/late is 1 and should be 0.')
    expect(found[2]).toMatch(/^2 manifest: It names the previous manifest/)
  })

  it('I9: finds an event that differs from its manifest, cannot be read, or is missing', async () => {
    const moved = await closedWorld()
    rewrite(moved, place(moved, 'EpochClosed'), (text) =>
      text.replace('"until":"2025-02-01T00:00:00Z"', '"until":"2025-01-01T00:00:00Z"'),
    )
    expect((await findings(moved, 1))[0]).toBe(
      '1 event: EpochClosed and its manifest differ: /until is "2025-02-01T00:00:00Z" and should be "2025-01-01T00:00:00Z".',
    )
    const broken = await closedWorld()
    rewrite(broken, place(broken, 'EpochClosed'), (text) => text.replace('"epoch":1', '"epoch":"one"'))
    const found = await findings(broken)
    expect(found[0]).toMatch(/^1 event: The check could not be done/)
    expect(found).toContainEqual('2 event: Epoch 1, on which this one stands, cannot be read.')
  })

  it('I9: finds that an excluded row was kept, or a good one excluded', async () => {
    const kept = await closedWorld()
    rewrite(kept, place(kept, 'EpochClosed'), (text) =>
      text.replace(/"excluded":\[.*?\]\]\}\]/, '"excluded":[]'),
    )
    expect((await findings(kept, 1))[0]).toBe(
      '1 duplicates: Rows 0–0 of batch 0 of partition other repeat an identity and were not excluded.',
    )
    const more = await closedWorld()
    rewrite(more, place(more, 'EpochClosed'), (text) => text.replace('"rows":[[0,0]]', '"rows":[[0,1]]'))
    expect(await findings(more, 1)).toContainEqual(
      '1 duplicates: Rows 0–1 of batch 0 of partition other were excluded and repeat no identity.',
    )
  })
})
