import { describe, expect, it } from 'vitest'
import { pageOfLineage } from '../../src/ledger/lineagePage.ts'
import { verifyProof } from '../../src/merkle/index.ts'
import { footerOf, indexEntry, layoutOf } from '../../src/merkle/treeFile/layout.ts'
import { parseScaled } from '../../src/money/index.ts'
import { ledgerUnits, storedAtoms } from '../../src/money/ledgerUnits.ts'
import type { LineageQuery } from '../../src/service/headwater.ts'
import type { Settlement } from '../../src/settlement/index.ts'
import { collect } from '../support/collect.ts'
import { id } from '../support/id.ts'
import type { World } from '../support/settlementWorld.ts'
import { account, call, chain, february, march, smallEconomy, usdc } from '../support/smallEconomy.ts'

/** An agent that shares with the model over an absolute edge, the model with its data over a relative one. */
async function agentEconomy(): Promise<World> {
  const world = await smallEconomy()
  await world.register('currency.registered', { currency: 'EUR', decimals: 2 })
  await world.register('fee.set', { share: '0.05', payee: 'house', effectiveFrom: '2025-01-05T00:00:00Z' })
  await world.register('asset.registered', { asset: 'agent:helper', owner: 'studio' })
  await world.register('version.released', {
    asset: 'agent:helper',
    version: '1',
    holders: [{ payee: 'studio', share: '0.75' }],
    contributorShare: '0.25',
    contributors: [
      { payee: 'ann', units: 4 },
      { payee: 'bob', units: 3 },
    ],
    derivedFrom: [{ asset: 'model:base', relation: 'composedOf', policy: 'absolute', share: '0.4' }],
  })
  return world
}

describe('statement', () => {
  it('tells what each version brought over which edges, and the payee’s part as holder', async () => {
    const world = await agentEconomy()
    await world.record([call('1', '10', { asset: 'agent:helper' }), call('2', '100')])
    await world.settlement.close({ until: february })
    expect(await world.settlement.statement('lab')).toEqual({
      epoch: 1,
      until: february,
      payee: 'lab',
      name: 'The Lab',
      accounts: [{ chain, account: account('1') }],
      currencies: [
        {
          currency: 'USDC',
          broughtForward: '0',
          earned: '88.92',
          late: '0',
          paid: '88.92',
          paidTo: { chain, account: account('1'), token: usdc.token },
          carried: '0',
          held: null,
          lines: [
            {
              asset: 'model:base',
              version: '1',
              role: 'holder',
              earned: '88.92',
              flow: {
                direct: '100',
                fee: '5',
                relativeIn: '0',
                absoluteIn: '3.8',
                relativeOut: '9.88',
                absoluteOut: '0',
                retained: '88.92',
              },
              paths: [
                { from: { asset: 'model:base', version: '1' }, over: [], amount: '95' },
                {
                  from: { asset: 'agent:helper', version: '1' },
                  over: [{ asset: 'model:base', version: '1', relation: 'composedOf', share: '0.4' }],
                  amount: '3.8',
                },
              ],
            },
          ],
        },
      ],
    })
  })

  it('tells contributors and the fee’s payee their part, and why it is held back', async () => {
    const world = await agentEconomy()
    await world.record([call('1', '10', { asset: 'agent:helper' }), call('2', '1', { currency: 'EUR' })])
    await world.settlement.close({ until: february })
    const ann = await world.settlement.statement('ann', 1)
    expect(ann.currencies).toMatchObject([
      { currency: 'USDC', earned: '0.814285714285714285', paid: '0', paidTo: null, held: 'noAccount' },
    ])
    expect(ann.currencies[0]?.lines).toMatchObject([
      { asset: 'agent:helper', version: '1', role: 'contributor' },
    ])
    const house = await world.settlement.statement('house')
    expect(house.currencies).toMatchObject([
      { currency: 'EUR', earned: '0.05', held: 'noToken' },
      { currency: 'USDC', earned: '0.5', held: 'noAccount', lines: [{ asset: '', role: 'fee', flow: null }] },
    ])
  })

  it('shows a balance that nothing happened to, and what was brought forward', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '10.0000000001')])
    await world.settlement.close({ until: february })
    await world.settlement.close({ until: march })
    expect((await world.settlement.statement('annotators', 2)).currencies).toMatchObject([
      {
        broughtForward: '1.00000000001',
        earned: '0',
        carried: '1.00000000001',
        held: 'noAccount',
        lines: [],
      },
    ])
    expect((await world.settlement.statement('lab', 2)).currencies).toMatchObject([
      { broughtForward: '0.00000000009', carried: '0.00000000009', held: 'belowAtom' },
    ])
    expect(await collect(world.settlement.statements(2))).toEqual([])
  })

  it('brings the balance of the epoch before forward', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1.0000009')])
    await world.settlement.close({ until: february })
    await world.record([call('2', '1.0000009', { time: '2025-02-10T00:00:00Z' })])
    await world.settlement.close({ until: march })
    expect((await world.settlement.statement('lab', 2)).currencies).toMatchObject([
      { broughtForward: '0.00000081', earned: '0.90000081', paid: '0.900001', carried: '0.00000062' },
    ])
  })

  it('leaves out who has only a late unit of rounding', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    await world.settlement.close({ until: february })
    const [books] = [...world.books.written.values()]
    books!.balances.push({
      ...books!.balances[0]!,
      payee: id('z'),
      earned: ledgerUnits(0n),
      late: ledgerUnits(1n),
      paid: ledgerUnits(0n),
    })
    expect((await collect(world.settlement.statements(1))).map((line) => line.payee)).toEqual([
      'annotators',
      'lab',
    ])
  })

  it('knows only payees that some event names', async () => {
    const world = await smallEconomy()
    await expect(world.settlement.statement('lab')).rejects.toMatchObject({ code: 'epoch.none' })
    await world.settlement.close({ until: february })
    await expect(world.settlement.statement('unknown-payee')).rejects.toMatchObject({ code: 'payee.unknown' })
    await expect(world.settlement.statement('lab', 2)).rejects.toMatchObject({ code: 'epoch.unknown' })
    expect((await world.settlement.statement('lab', 1)).currencies).toEqual([])
  })
})

describe('a name that is shown beside the ids of payees', () => {
  it('is no id: the failure says which payees have it', async () => {
    const world = await smallEconomy()
    const named = (payee: string, name: string) =>
      world.registry.payees.add(id(payee), { id: id(payee), name, bindings: [], accounts: new Map() })
    named('org:north', 'North Lab')
    await world.settlement.close({ until: february })
    const one = world.settlement.statement('North Lab')
    await expect(one).rejects.toMatchObject({
      code: 'payee.unknown',
      message: 'No event names the payee "North Lab". It is the name of the payee org:north.',
      data: { payees: ['org:north'] },
    })
    named('org:north ', 'North Lab')
    await expect(world.settlement.balances('North Lab')).rejects.toMatchObject({
      message: expect.stringContaining('It is the name of 2 payees: org:north, "org:north\\u0020".'),
    })
  })
})

describe('balances', () => {
  it('tells what stands and what the next close would wait for', async () => {
    const world = await smallEconomy()
    expect((await world.settlement.balances('lab')).balances).toEqual([])
    await world.record([call('1', '10.0000000001')])
    await world.settlement.close({ until: february })
    expect((await world.settlement.balances('lab')).balances).toEqual([
      { currency: 'USDC', balance: '0.00000000009', held: 'belowAtom' },
    ])
    const annotators = async () => (await world.settlement.balances('annotators')).balances
    expect(await annotators()).toEqual([{ currency: 'USDC', balance: '1.00000000001', held: 'noAccount' }])
    await world.register('payee.bound', { payee: 'annotators', account: `${chain}:${account('2')}` })
    expect(await annotators()).toEqual([{ currency: 'USDC', balance: '1.00000000001', held: null }])
  })
})

describe('tree and proof', () => {
  it('gives every leaf with a proof that leads to the root in the manifest', async () => {
    const world = await smallEconomy()
    await world.register('payee.bound', { payee: 'annotators', account: `${chain}:${account('2')}` })
    await world.record([call('1', '10')])
    const { trees } = await world.settlement.close({ until: february })
    const [tree, ...others] = await collect(world.settlement.tree(1))
    expect(others).toEqual([])
    expect(tree).toMatchObject({ chain, root: trees[0]!.root, leafCount: 2 })
    for (const { account: of, token, cumulative, proof } of await collect(toAsync(tree!.leaves))) {
      expect(verifyProof(tree!.root, { account: of, token, cumulative: BigInt(cumulative!) }, proof)).toBe(
        true,
      )
    }
  })

  it('proves an account at the last epoch or an older one, in any case of letters', async () => {
    const world = await smallEconomy()
    await world.register('payee.bound', { payee: 'annotators', account: `${chain}:0x${'ab'.repeat(20)}` })
    await world.record([call('1', '10')])
    await world.settlement.close({ until: february })
    await world.record([call('2', '10')])
    await world.settlement.close({ until: march })
    const upper = `0x${'AB'.repeat(20)}`
    expect(await world.settlement.proof(upper)).toMatchObject({
      epoch: 2,
      account: upper,
      proofs: [{ cumulative: '2000000' }],
    })
    expect(await world.settlement.proof(upper, 1)).toMatchObject({
      epoch: 1,
      proofs: [{ cumulative: '1000000', currency: 'USDC' }],
    })
    expect((await world.settlement.proof(`${chain}:${upper}`)).proofs).toHaveLength(1)
    await expect(world.settlement.proof(`eip155:1:${upper}`)).rejects.toMatchObject({ code: 'proof.noLeaf' })
    await expect(world.settlement.proof(account('7'))).rejects.toMatchObject({ code: 'proof.noLeaf' })
    await expect(world.settlement.proof('0x12')).rejects.toMatchObject({ code: 'address.malformed' })
  })
})

describe('the files of trees', () => {
  async function paidWorld() {
    const world = await smallEconomy()
    await world.register('payee.bound', { payee: 'annotators', account: `${chain}:${account('2')}` })
    await world.record([call('1', '10')])
    await world.settlement.close({ until: february })
    return world
  }

  it('answer proofs without the books: the close keeps them', async () => {
    const world = await paidWorld()
    world.books.eachPayout = () => {
      throw new Error('the books are asked')
    }
    const proofs: unknown[] = []
    for (const settlement of [world.settlement, world.restart()]) {
      proofs.push(await settlement.proof(account('2')))
      const [tree] = await collect(settlement.tree(1))
      expect(await collect(toAsync(tree!.leaves))).toHaveLength(2)
      await expect(settlement.proof(account('7'))).rejects.toMatchObject({ code: 'proof.noLeaf' })
    }
    expect(proofs[1]).toEqual(proofs[0])
  })

  it('are made again where they are damaged or missing, also between two requests', async () => {
    const world = await paidWorld()
    const right = await world.settlement.proof(account('2'))
    const [tree] = await collect(world.settlement.tree(1))
    const leaves = await collect(toAsync(tree!.leaves))
    const { files } = world.treeFiles
    const [[root, bytes]] = [...files] as [[string, Buffer]]
    const whole = Buffer.from(bytes)
    for (let at = 0; at < whole.length; at += 5) {
      // The same bytes that an open file reads.
      files.get(root)![at]! ^= 0x10
      for (const settlement of [world.settlement, world.restart()]) {
        expect(await settlement.proof(account('2'))).toEqual(right)
        const [again] = await collect(settlement.tree(1))
        expect(await collect(toAsync(again!.leaves))).toEqual(leaves)
      }
      files.set(root, Buffer.from(whole))
    }
    files.clear()
    expect(await world.restart().proof(account('2'))).toEqual(right)
    expect(files.get(root)).toEqual(whole)
  })

  it('are made again where one hides a leaf that the books have', async () => {
    const world = await paidWorld()
    const right = await world.settlement.proof(account('2'))
    const { files } = world.treeFiles
    const [[root, file]] = [...files] as [[string, Buffer]]
    const [tree] = await collect(world.settlement.tree(1))
    const { nodesAt, indexAt, footerAt, pageCount } = layoutOf(tree!.leafCount, 2 * tree!.leafCount - 1)
    expect(pageCount).toBe(1)
    const hidden = file.indexOf(account('2').slice(2), 0, 'hex')
    file.write(account('3').slice(2), hidden, 'hex')
    const index = indexEntry(file.subarray(0, nodesAt))
    file.set(index, indexAt)
    file.set(footerOf(tree!.leafCount, Buffer.from(root.slice(2), 'hex'), index), footerAt)
    const settlement = world.restart()
    expect(await settlement.proof(account('2'))).toEqual(right)
    await expect(settlement.proof(account('7'))).rejects.toMatchObject({ code: 'proof.noLeaf' })
  })

  it('fail no close that is recorded already: a caller would close another epoch', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '3')])
    const { keep } = world.treeFiles
    world.treeFiles.keep = () => {
      throw new RangeError('Array buffer allocation failed')
    }
    expect(await world.settlement.close({ until: february })).toMatchObject({ epoch: 1 })
    world.treeFiles.keep = keep
    expect((await world.settlement.proof(account('1'))).proofs).toHaveLength(1)
  })

  it('are made once for requests that come together', async () => {
    const world = await paidWorld()
    const { eachPayout } = world.books
    let asked = 0
    world.books.eachPayout = (closed) => {
      asked++
      return eachPayout(closed)
    }
    world.treeFiles.files.clear()
    const settlement = world.restart()
    const proofs = await Promise.all(Array.from({ length: 20 }, () => settlement.proof(account('2'))))
    expect(new Set(proofs.map((proof) => JSON.stringify(proof))).size).toBe(1)
    expect(asked).toBe(1)
  })

  it('are never made of payouts that are not those of the manifest', async () => {
    const world = await paidWorld()
    world.treeFiles.files.clear()
    const [books] = [...world.books.written.values()]
    books!.payouts[0] = { ...books!.payouts[0]!, cumulative: storedAtoms(7n) }
    await expect(world.settlement.proof(account('2'))).rejects.toMatchObject({ code: 'close.booksDiffer' })
    await expect(collect(world.settlement.tree(1))).rejects.toMatchObject({ code: 'close.booksDiffer' })
    expect(world.treeFiles.files.size).toBe(0)
  })
})

describe('explain', () => {
  const asUnits = (text: string): bigint => parseScaled(text, 18)

  it('I12: gives every payee its exact part of one call, and the paths it came by', async () => {
    const world = await agentEconomy()
    await world.record([call('1', '10', { asset: 'agent:helper' })])
    await world.settlement.close({ until: february })
    const explanation = await world.settlement.explain('1')
    expect(explanation).toMatchObject({
      id: '1',
      source: 'gateway',
      asset: 'agent:helper',
      version: '1',
      resolvedBy: 'latest',
      state: 'settled',
      epoch: 1,
      late: false,
      waits: null,
      amount: '10',
      fee: { payee: 'house', share: '0.05', amount: '0.5' },
      rounding: '0.000000000000000001',
    })
    expect(explanation.payees.map(({ payee, amount }) => [payee, amount])).toEqual([
      ['studio', '4.275'],
      ['lab', '3.42'],
      ['ann', '0.814285714285714285'],
      ['bob', '0.610714285714285714'],
      ['house', '0.5'],
      ['annotators', '0.38'],
    ])
    expect(explanation.versions.map(({ asset, pathCount, paths }) => [asset, pathCount, paths])).toEqual([
      ['agent:helper', '1', [[]]],
      [
        'model:base',
        '1',
        [[{ asset: 'model:base', version: '1', relation: 'composedOf', policy: 'absolute', share: '0.4' }]],
      ],
      [
        'dataset:pile',
        '1',
        [
          [
            { asset: 'model:base', version: '1', relation: 'composedOf', policy: 'absolute', share: '0.4' },
            { asset: 'dataset:pile', version: '1', relation: 'trainedOn', policy: 'relative', share: '0.1' },
          ],
        ],
      ],
    ])
    const parts = explanation.payees.flatMap((payee) => payee.parts)
    const sum = parts.reduce((total, part) => total + asUnits(part.amount), asUnits(explanation.rounding))
    expect(sum).toBe(asUnits('10'))
  })

  it('lists so many versions and parts as it is asked for, and counts all', async () => {
    const world = await agentEconomy()
    await world.record([call('1', '10', { asset: 'agent:helper' })])
    const whole = await world.settlement.explain('1')
    const parts = whole.payees.flatMap((payee) => payee.parts)
    expect([whole.payeeCount, whole.versionCount]).toEqual([whole.payees.length, whole.versions.length])
    for (let listedMax = 1; listedMax <= parts.length; listedMax++) {
      const cut = await world.settlement.explain('1', undefined, { listedMax })
      expect(cut.payees.flatMap((payee) => payee.parts)).toEqual(parts.slice(0, listedMax))
      expect(cut.versions).toEqual(whole.versions.slice(0, listedMax))
      expect({ ...cut, payees: [], versions: [] }).toEqual({ ...whole, payees: [], versions: [] })
      const last = cut.payees.at(-1)!
      const all = whole.payees[cut.payees.length - 1]!.parts.length
      expect(last.partCount).toBe(last.parts.length < all ? all : undefined)
    }
  })

  it('tells a payee its own part alone, and nothing of a call that gives it nothing', async () => {
    const world = await agentEconomy()
    await world.record([
      call('1', '10', { asset: 'agent:helper' }),
      call('2', '20', { asset: 'agent:helper' }),
    ])
    await world.record([call('2', '20', { asset: 'model:base', source: 'other' })])
    const part = await world.settlement.explainTo('lab', '1')
    expect(part).toMatchObject({ id: '1', source: 'gateway', payee: 'lab', amount: '3.42' })
    expect(Object.keys(part).sort()).toEqual(
      ['id', 'source', 'time', 'currency', 'state', 'epoch', 'late', 'payee', 'amount', 'parts'].sort(),
    )
    expect(JSON.stringify(part)).not.toMatch(/studio|house|agent:helper/)
    // Both calls of that id pay lab, and only one of them pays studio.
    await expect(world.settlement.explainTo('lab', '2')).rejects.toMatchObject({
      code: 'call.ambiguous',
      data: { sources: ['gateway', 'other'] },
    })
    expect(await world.settlement.explainTo('studio', '2')).toMatchObject({ source: 'gateway' })
    const refusals = ['1', '3'].map((id) => world.settlement.explainTo('mallory', id).catch((error) => error))
    const [exists, none] = await Promise.all(refusals)
    expect([exists.code, none.code]).toEqual(['call.notFound', 'call.notFound'])
    expect(exists.message.replace('"1"', '"3"')).toBe(none.message)
  })

  it('tells what an unsettled call waits for', async () => {
    const world = await smallEconomy()
    await world.record([
      call('asset', '1', { asset: 'model:unknown' }),
      call('version', '1', { version: '9' }),
      call('time', '1', { time: february }),
    ])
    const place = async (id: string) => {
      const { state, waits, epoch, late, version } = await world.settlement.explain(id)
      return { state, waits, epoch, late, version }
    }
    await world.settlement.close({ until: february })
    expect(await place('asset')).toEqual({
      state: 'suspense',
      waits: 'asset',
      epoch: null,
      late: true,
      version: null,
    })
    expect(await place('version')).toEqual({
      state: 'suspense',
      waits: 'version',
      epoch: null,
      late: true,
      version: '9',
    })
    expect(await place('time')).toEqual({
      state: 'pending',
      waits: 'time',
      epoch: null,
      late: false,
      version: '1',
    })
    await world.register('version.released', { asset: 'model:base', version: '9' })
    expect(await place('version')).toMatchObject({ state: 'pending', waits: 'close', late: true })
    await world.settlement.close({ until: march })
    expect(await place('version')).toEqual({
      state: 'settled',
      waits: null,
      epoch: 2,
      late: true,
      version: '9',
    })
    expect(await place('time')).toMatchObject({ state: 'settled', epoch: 2, late: false })
  })

  it('explains an old epoch with the versions and fees of then', async () => {
    const world = await smallEconomy()
    await world.register('fee.set', { share: '0.1', payee: 'house', effectiveFrom: '2025-01-01T00:00:00Z' })
    await world.record([call('1', '10')])
    await world.settlement.close({ until: february })
    await world.register('version.released', {
      asset: 'model:base',
      version: '2',
      releasedAt: '2025-01-09T00:00:00Z',
    })
    await world.register('fee.set', { share: '0.9', payee: 'house', effectiveFrom: '2025-01-02T00:00:00Z' })
    await world.record([
      call('2', '10'),
      call('3', '10', { time: '2023-01-01T00:00:00Z' }),
      call('4', '1', { version: '1' }),
    ])
    expect(await world.settlement.explain('3')).toMatchObject({
      version: '1',
      resolvedBy: 'earliest',
      fee: null,
    })
    expect(await world.settlement.explain('4')).toMatchObject({ version: '1', resolvedBy: 'name' })
    expect(await world.settlement.explain('1')).toMatchObject({
      version: '1',
      resolvedBy: 'latest',
      fee: { share: '0.1' },
    })
    expect(await world.settlement.explain('2')).toMatchObject({
      version: '2',
      resolvedBy: 'latest',
      fee: { share: '0.9' },
    })
  })

  it('asks for the source where several sent a call of that id', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '10'), call('1', '20', { source: 'other' })])
    await expect(world.settlement.explain('1')).rejects.toMatchObject({
      code: 'call.ambiguous',
      data: { sources: ['gateway', 'other'] },
    })
    expect(await world.settlement.explain('1', 'other')).toMatchObject({ source: 'other', amount: '20' })
    await expect(world.settlement.explain('2')).rejects.toMatchObject({ code: 'call.notFound' })
    await expect(world.settlement.explain('1', 'third')).rejects.toMatchObject({ code: 'call.notFound' })
  })

  it('shows the call that stands where two ingesters took it, and none that no event recorded', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')], 'west')
    await world.record([call('1', '2')], 'east')
    world.usage.rows.push({ ...world.usage.rows[0]!, attempt: 'e'.repeat(32), id: 'stray' })
    expect(await world.settlement.explain('1')).toMatchObject({ amount: '1' })
    await expect(world.settlement.explain('stray')).rejects.toMatchObject({ code: 'call.notFound' })
  })

  it('tells each epoch what it told when it was closed: the parts of all its calls add up to its earnings', async () => {
    const world = await agentEconomy()
    await world.record([
      call('1', '8', { asset: 'agent:helper' }),
      call('2', '16'),
      call('3', '32', { version: '1' }),
    ])
    await world.settlement.close({ until: february })
    const earned = new Map<string, bigint>()
    for (const id of ['1', '2', '3']) {
      for (const { payee, amount } of (await world.settlement.explain(id)).payees) {
        earned.set(payee, (earned.get(payee) ?? 0n) + asUnits(amount))
      }
    }
    // Amounts that divide without remainder: one by one or summed up is then the same, save for the thirds.
    for (const line of await collect(world.settlement.statements(1))) {
      if (line.payee !== 'bob' && line.payee !== 'ann')
        expect(earned.get(line.payee)).toBe(asUnits(line.earned))
    }
  })
})

/** As a ledger answers it, with cursors. */
const lineage = (world: { settlement: Settlement }, query: LineageQuery) =>
  pageOfLineage(world.settlement, query)

describe('lineage', () => {
  it('walks up to the sources and down to what was derived, with the edges between', async () => {
    const world = await agentEconomy()
    const up = await lineage(world, { asset: 'agent:helper' })
    expect(up).toMatchObject({ asset: 'agent:helper', version: '1', direction: 'up', total: 2, next: null })
    expect(up.nodes).toMatchObject([
      { asset: 'model:base', depth: 1, edges: [{ asset: 'agent:helper', policy: 'absolute', share: '0.4' }] },
      { asset: 'dataset:pile', depth: 2, edges: [{ asset: 'model:base', policy: 'relative', share: '0.1' }] },
    ])
    const down = await lineage(world, { asset: 'dataset:pile', direction: 'down', depth: 1 })
    expect(down).toMatchObject({
      total: 1,
      depth: 1,
      nodes: [{ asset: 'model:base', edges: [{ asset: 'dataset:pile' }] }],
    })
  })

  it('goes on where a page ended', async () => {
    const world = await agentEconomy()
    const first = await lineage(world, { asset: 'agent:helper', limit: 1 })
    expect(first.nodes.map((node) => node.asset)).toEqual(['model:base'])
    const second = await lineage(world, { asset: 'agent:helper', limit: 1, cursor: first.next! })
    expect(second.nodes.map((node) => node.asset)).toEqual(['dataset:pile'])
    expect(second.next).toBe(null)
  })

  it('starts from the latest version, or the latest of a moment', async () => {
    const world = await smallEconomy()
    await world.register('version.released', {
      asset: 'model:base',
      version: '2',
      releasedAt: '2026-01-01T00:00:00Z',
    })
    const start = async (asOf?: string) =>
      (await lineage(world, { asset: 'model:base', ...(asOf !== undefined && { asOf }) })).version
    expect(await start()).toBe('2')
    expect(await start('2025-01-01T00:00:00Z')).toBe('1')
    await expect(start('2001-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'version.unknown' })
  })

  it('says what it does not know', async () => {
    const world = await smallEconomy()
    const ask = (query: object) => lineage(world, { asset: 'model:base', ...query })
    await expect(ask({ asset: 'model:none' })).rejects.toMatchObject({ code: 'asset.unknown' })
    await expect(ask({ version: '7' })).rejects.toMatchObject({ code: 'version.unknown' })
    await expect(ask({ cursor: 'x' })).rejects.toMatchObject({ code: 'cursor.malformed' })
    await expect(ask({ depth: 0 })).rejects.toMatchObject({ code: 'request.malformed' })
    await expect(ask({ limit: 1001 })).rejects.toMatchObject({ code: 'request.malformed' })
    await expect(ask({ asOf: 'then' })).rejects.toMatchObject({ code: 'time.malformed' })
  })
})

async function* toAsync<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncIterable<Item> {
  yield* items
}
