/** Reorgs below the floor: the chain stops, and an operator names the branch that counts. */
import { beforeEach, describe, expect, it } from 'vitest'
import { acceptBranch } from '../../../src/chain/source/acceptBranch.ts'
import { readListed } from '../../../src/chain/source/listed.ts'
import { Notebook } from '../../../src/chain/source/notebook.ts'
import type { SharedEngines } from '../../ingest/writer/world.ts'
import { endpointsOf, newLedger, recordedCalls, recordedPort, startProcess } from '../support/process.ts'
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/rpc.ts'
import { ScriptedChain } from '../support/scriptedChain.ts'
import { idOf, payment, registration, transfers } from '../support/transfers.ts'

const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))

let chain: ScriptedChain
let endpoints: ScriptedEndpoint[]
let ledger: SharedEngines

const watch = async () => {
  const process = await startProcess(ledger)
  await process.run({ endpoints })
  return process
}
const accept = (hash: string, decoders = [transfers(chain.chain)]) =>
  acceptBranch({
    hash,
    endpoints: endpointsOf(endpoints),
    decoders,
    events: ledger.events,
    recorded: recordedPort(ledger),
    randomBytes,
  })
const listed = () => readListed(ledger.events, chain.chain, `0x${'aa'.repeat(20)}`)
/** Ids of corrections, with their times in seconds. */
const corrections = () => ledger.usage.corrections.map(({ id, time }) => [id, Number(time) / 1_000_000])

beforeEach(async () => {
  chain = new ScriptedChain()
  endpoints = [scriptedEndpoint('http://one', chain), scriptedEndpoint('http://two', chain)]
  ledger = await newLedger()
  chain.mine([payment('a')])
  chain.mine()
  chain.mine()
  await watch()
  chain.mine([payment('b'), registration('r')])
  chain.mine([payment('c')])
  chain.mine([payment('d')])
  chain.mine()
  chain.mine()
  await watch()
})

describe('a reorg below the floor', () => {
  it('stops the chain, and nothing changes', async () => {
    chain.reorg(5, [[payment('x')], [], [], [], [], []])
    const before = ledger.events.log.length
    await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
    expect(recordedCalls(ledger)).toHaveLength(4)
    expect(ledger.events.log.slice(before).map(({ type }) => type)).toEqual([])
  })

  it('is no reorg where one endpoint alone says so', async () => {
    endpoints.push(scriptedEndpoint('http://three', chain))
    endpoints[0]!.chain = chain.branch(9)
    endpoints[0]!.chain.reorg(5, [[], [], [], [], [], [], [], []])
    chain.mine([payment('e')])
    chain.mine()
    chain.mine()
    await watch()
    expect(recordedCalls(ledger)).toContain(idOf(chain.chain, 'e'))
  })

  it('gives a payment back that comes right after the last block of the branch before', async () => {
    chain.reorg(5, [[], [], [], [payment('b')], [], []])
    await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
    const { header } = chain.blocks[7]!
    await accept(chain.blocks[5]!.header.hash)
    const process = await watch()
    expect(process.lanes.counts).toMatchObject({ accepted: 4, duplicate: 0, conflict: 0, rejected: 0 })
    const lost = chain.blocks[2]!.header.hash
    const id = (name: string) => idOf(chain.chain, name)
    expect(corrections().map(([one]) => one)).toEqual([
      ...['b', 'c', 'd'].map((name) => `${id(name)}/lost/${lost}`),
      `${id('b')}/back/${header.hash}`,
    ])
  })

  it('is accepted by a block of the new branch: lost payments are disputed, none counts twice', async () => {
    // `c` comes later than before, `b` is not there any more, `x` is new.
    chain.reorg(5, [[], [payment('d')], [payment('c'), payment('x')], [], [], []])
    await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
    const named = chain.blocks[5]!.header
    expect(await accept(named.hash)).toMatchObject([{ shared: 1, next: 1, doubted: 5 }])
    const process = await watch()
    expect(process.lanes.counts).toMatchObject({ accepted: 2, duplicate: 0, conflict: 0, rejected: 0 })
    expect(recordedCalls(ledger)).toEqual(
      ['a', 'b', 'c', 'd', 'x'].map((name) => idOf(chain.chain, name)).sort(),
    )
    const after = chain.blocks[2]!.header
    expect(corrections()).toEqual([[`${idOf(chain.chain, 'b')}/lost/${after.hash}`, Number(after.timestamp)]])
    const partition = `chain-${chain.chain.replace(':', '-')}-0x${'aa'.repeat(20)}`
    const listed = ledger.events.log
      .filter(({ stream }) => stream === `notes-${partition}`)
      .flatMap(({ data }) => (data as { listed?: { kind: string }[] }).listed ?? [])
    expect(listed).toMatchObject([
      { kind: 'registryLost', what: expect.stringContaining('payee.registered') },
    ])
    const again = await watch()
    expect(again.lanes.counts).toMatchObject({ accepted: 0, conflict: 0, rejected: 0 })
    expect((await Notebook.open(ledger.events, partition, randomBytes)).branch).toBeUndefined()
  })

  it('disputes what is lost of a block that was earlier than the first block of the new branch', async () => {
    chain.blockSeconds = () => 12
    chain.reorg(7, [[], [], [], [], [], [], [], []])
    expect(await accept(chain.blocks[5]!.header.hash)).toMatchObject([{ shared: 1 }])
    await watch()
    expect(corrections()).toHaveLength(3)
  })

  it('disputes nothing that stands below a second reorg, where the first one had moved it', async () => {
    // `d` was in block 6, and is in block 4 now. Block 7 has an earlier time than block 6 had.
    chain.blockSeconds = () => 1
    chain.reorg(5, [[payment('d'), payment('b'), payment('c')], [], [], [], [], []])
    await accept(chain.blocks[5]!.header.hash)
    await watch()
    expect(corrections()).toEqual([])
    chain.mine()
    await watch()
    chain.reorg(3, [[], [], [], []])
    await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
    expect(await accept(chain.blocks[9]!.header.hash)).toMatchObject([{ shared: 7 }])
    await watch()
    expect(corrections()).toEqual([])
  })

  it('disputes nothing that the branch before had, where that one was read to its end and not opened again', async () => {
    chain.reorg(5, [[payment('b'), payment('x')], [payment('c')], [payment('d')], [], [], []])
    await accept(chain.blocks[5]!.header.hash)
    const stop = new AbortController()
    const running = (await startProcess(ledger)).run({ endpoints, signal: stop.signal })
    await expect.poll(() => recordedCalls(ledger)).toContain(idOf(chain.chain, 'x'))
    for (const name of ['y', 'z']) {
      for (let i = 0; i < 3; i++) chain.mine(i === 0 ? [payment(name)] : [])
      await expect.poll(() => recordedCalls(ledger)).toContain(idOf(chain.chain, name))
    }
    stop.abort()
    await running
    chain.reorg(4, [[], [], [], [], []])
    const [accepted] = await accept(chain.blocks.at(-3)!.header.hash)
    expect(accepted!.shared).toBeGreaterThan(6)
    await watch()
    const ids = corrections().map(([id]) => id)
    expect(ids).toEqual([expect.stringContaining(`${idOf(chain.chain, 'z')}/lost/`)])
  })

  it('lists a registry event that is on the chain again at another time: what was recorded stands', async () => {
    const listed = () =>
      ledger.events.log
        .flatMap(({ data }) => (data as { listed?: { kind: string }[] }).listed ?? [])
        .map(({ kind }) => kind)
    chain.reorg(5, [[], [registration('r')], [], [], [], []])
    await accept(chain.blocks[5]!.header.hash)
    expect((await watch()).lanes.counts).toMatchObject({ conflict: 0, rejected: 0 })
    expect(listed()).toEqual(['registryMoved'])
    chain.reorg(6, [[], [], [], [], [], [], []])
    await accept(chain.blocks[6]!.header.hash)
    await watch()
    expect(listed()).toEqual(['registryMoved', 'registryLost'])
    for (let i = 0; i < 3; i++) chain.mine(i === 0 ? [registration('r')] : [])
    expect((await watch()).lanes.counts).toMatchObject({ accepted: 0, conflict: 0, rejected: 0 })
    expect(listed()).toEqual(['registryMoved', 'registryLost', 'registryBack'])
    chain.reorg(5, [[], [], [], [], [], [], []])
    await accept(chain.blocks.at(-3)!.header.hash)
    await watch()
    expect(listed()).toEqual(['registryMoved', 'registryLost', 'registryBack', 'registryLost'])
  })

  it('disputes what is lost where reading starts above the block that is shared', async () => {
    ledger = await newLedger()
    const decoders = [transfers(chain.chain, 3)]
    await (await startProcess(ledger)).run({ endpoints, decoders })
    chain.reorg(
      chain.head - 1,
      Array.from({ length: chain.head }, () => []),
    )
    const { hash } = chain.blocks[5]!.header
    expect(await accept(hash, decoders)).toMatchObject([{ shared: -1, next: 3 }])
    await (await startProcess(ledger)).run({ endpoints, decoders })
    const first = chain.blocks[3]!.header.hash
    const ids = ['b', 'c', 'd'].map((name) => `${idOf(chain.chain, name)}/lost/${first}`)
    expect(corrections().map(([id]) => id)).toEqual(ids)
    expect(await listed()).toMatchObject([{ kind: 'registryLost', block: 3 }])
  })

  it('lists a registry event as lost for as long as each accepted branch lacks it', async () => {
    chain.reorg(5, [[], [], [], [], [], []])
    await accept(chain.blocks[5]!.header.hash)
    await watch()
    const lost = await listed()
    expect(lost).toMatchObject([{ kind: 'registryLost' }])
    chain.mine()
    await watch()
    chain.reorg(
      chain.head - 1,
      Array.from({ length: chain.head }, () => []),
    )
    await accept(chain.blocks[5]!.header.hash)
    await watch()
    expect(await listed()).toEqual(lost)
  })

  it('gives a payment back that comes again, in whatever block, and disputes it again where it is lost again', async () => {
    chain.reorg(5, [[], [], [], [], [], []])
    await accept(chain.blocks[5]!.header.hash)
    await watch()
    const lost = chain.blocks[2]!.header
    expect(corrections()).toHaveLength(3)
    chain.mine([payment('c')])
    chain.mine()
    chain.mine()
    await watch()
    const back = chain.blocks.at(-3)!.header
    expect(corrections().slice(3)).toEqual([
      [`${idOf(chain.chain, 'c')}/back/${back.hash}`, Number(back.timestamp)],
    ])
    expect((await watch()).lanes.counts).toMatchObject({ accepted: 0, conflict: 0 })
    chain.reorg(3, [[], [], [], []])
    await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
    await accept(chain.blocks.at(-4)!.header.hash)
    await watch()
    const ids = corrections().map(([id]) => id as string)
    expect(ids.slice(4)).toEqual([expect.stringContaining(`${idOf(chain.chain, 'c')}/lost/`)])
    expect(ids[4]).not.toContain(lost.hash)
    expect(recordedCalls(ledger)).toHaveLength(4)
  })

  it('stops again where the chain is on a third branch', async () => {
    const other = chain.branch(50)
    chain.reorg(5, [[], [], [], [], [], []])
    await accept(chain.blocks[5]!.header.hash)
    other.reorg(5, [[payment('y')], [], [], [], [], [], []])
    for (const endpoint of endpoints) endpoint.chain = other
    await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
  })

  it.each([
    ['a block that the endpoints do not have', () => `0x${'12'.repeat(32)}`, 'chain.blockMissing'],
    ['a block that both branches have', () => chain.blocks[1]!.header.hash, 'chain.branchUnknown'],
  ])('is not accepted by %s', async (_, hash, code) => {
    chain.reorg(5, [[], [], [], [], [], []])
    await expect(accept(hash())).rejects.toMatchObject({ code })
  })
})
