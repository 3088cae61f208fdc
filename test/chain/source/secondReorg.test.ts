/** A branch that was accepted is given up too, before it was read to its end, and after a process died on it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { acceptBranch } from '../../../src/chain/source/acceptBranch.ts'
import { partitionName } from '../../../src/chain/source/track.ts'
import { checkpointMoved } from '../../../src/log/checkpointMoved.ts'
import { readCheckpoint } from '../../../src/log/partitionEvent.ts'
import { streams } from '../../../src/log/streams.ts'
import type { SharedEngines } from '../../ingest/writer/world.ts'
import { endpointsOf, newLedger, recordedPort, startProcess } from '../support/process.ts'
import { type ScriptedEndpoint, scriptedEndpoint } from '../support/rpc.ts'
import { ScriptedChain } from '../support/scriptedChain.ts'
import { idOf, payment, transfers } from '../support/transfers.ts'

let chain: ScriptedChain
let endpoints: ScriptedEndpoint[]
let ledger: SharedEngines

const watch = async () => {
  const process = await startProcess(ledger)
  await process.run({ endpoints })
  const { conflict, rejected } = process.lanes.counts
  expect({ conflict, rejected }).toEqual({ conflict: 0, rejected: 0 })
}
/** A process that is killed before its append number `appends`, from 0. */
async function watchAndDie(appends: number): Promise<void> {
  const { world, run } = await startProcess(ledger)
  world.beforeAppend = async () => {
    if (appends-- === 0) throw new Error('killed')
  }
  await run({ endpoints }).catch(() => {})
}
const accept = () =>
  acceptBranch({
    hash: chain.blocks.at(-3)!.header.hash,
    endpoints: endpointsOf(endpoints),
    decoders: [transfers(chain.chain)],
    events: ledger.events,
    recorded: recordedPort(ledger),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  })
/** Names of the payments with open disputes, one for each dispute. */
async function disputed(): Promise<string[]> {
  const names = new Map(['a', 'b', 'c', 'd', 'x', 'y'].map((name) => [idOf(chain.chain, name), name]))
  const found: string[] = []
  for await (const id of recordedPort(ledger).openDisputes(''))
    found.push(names.get(id.slice(0, id.indexOf('/lost/')))!)
  return found.sort()
}

beforeEach(async () => {
  chain = new ScriptedChain()
  endpoints = [scriptedEndpoint('http://one', chain), scriptedEndpoint('http://two', chain)]
  ledger = await newLedger()
  for (const names of [['a'], [], [], ['b'], ['c'], ['d'], [], []])
    chain.mine(names.map((name) => payment(name)))
  await watch()
})

const branches: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['lacks them too', [], ['b', 'c', 'd']],
  ['has one of them again', ['b'], ['c', 'd']],
  ['has all of them again', ['b', 'c', 'd'], []],
]
const kills = [0, 1, 2, 3, 99]

describe('payments that the accepted branch lacks', () => {
  it.each(branches.flatMap((branch) => kills.map((kill) => [...branch, kill] as const)))(
    'have one open dispute each where the branch after it %s (again: %j, open: %j, killed before append %i)',
    async (_, again, open, kill) => {
      chain.reorg(5, [[payment('x')], [], [], [], [], []])
      await accept()
      await watchAndDie(kill)
      chain.reorg(6, [[payment('y')], again.map((name) => payment(name)), [], [], [], [], []])
      await accept()
      await watch()
      const gone = (await disputed()).filter((name) => name !== 'x')
      expect(gone).toEqual(open)
      for (const names of [open, [], []]) chain.mine(names.map((name) => payment(name)))
      await watch()
      expect((await disputed()).filter((name) => name !== 'x')).toEqual([])
    },
  )
})

describe('a payment that came back on the accepted branch', () => {
  it.each(kills)('is disputed once more after a third reorg, killed before append %i', async (kill) => {
    chain.reorg(5, [[], [], [], [], [], []])
    await accept()
    await watch()
    for (const names of [['c'], [], []]) chain.mine(names.map((name) => payment(name)))
    await watchAndDie(kill)
    chain.reorg(4, [[], [], [], [], []])
    // Where the process died before it recorded the block with `c`, nothing that it has read is gone.
    await accept().catch((error) => expect(error).toMatchObject({ code: 'chain.branchUnknown' }))
    await watch()
    expect(await disputed()).toEqual(['b', 'c', 'd'])
    for (const names of [['d', 'c', 'b'], [], []]) chain.mine(names.map((name) => payment(name)))
    await watch()
    expect(await disputed()).toEqual([])
  })
})

describe('a payment that came back, and is there again on the next branch, later', () => {
  it.each(kills)('is disputed where a third branch lacks it, killed before append %i', async (kill) => {
    chain.reorg(5, [[], [], [], [], [], []])
    await accept()
    await watch()
    for (const names of [['c'], [], []]) chain.mine(names.map((name) => payment(name)))
    await watch()
    expect(await disputed()).toEqual(['b', 'd'])
    chain.reorg(4, [[], [], [payment('c')], [], []])
    await accept()
    await watchAndDie(kill)
    chain.reorg(5, [[], [], [], [], [], []])
    await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
    await accept()
    await watch()
    expect(await disputed()).toEqual(['b', 'c', 'd'])
    for (const names of [['d', 'c', 'b'], [], []]) chain.mine(names.map((name) => payment(name)))
    await watch()
    expect(await disputed()).toEqual([])
  })
})

describe('a branch that a version before this one has decided', () => {
  it('is not decided again, also where the checkpoint is below the block that was named', async () => {
    chain.reorg(5, [[payment('b'), payment('c'), payment('d')], [], [], [], [], []])
    await accept()
    const partition = partitionName(chain.chain, transfers(chain.chain).watched)
    const { revision } = await readCheckpoint(ledger.events, partition)
    const { number, hash } = { number: 6, hash: chain.blocks[6]!.header.hash }
    // That version decided at block 6, as far as the branch before was read; block 7 was named.
    const moved = checkpointMoved.create(crypto.randomUUID(), {
      partition,
      revision: revision + 1,
      checkpoint: 7,
      reached: { number, hash },
      counts: { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 },
    })
    const stream = streams.ingest(partition)
    await ledger.events.append([{ stream, expectedRevision: revision, events: [moved] }])
    await watch()
    expect(await disputed()).toEqual([])
  })
})

describe('a branch that is gone before the watch has reached the block that was named', () => {
  it.each([0, 1, 2, 99])(
    'stops the watch, and another branch is accepted (%i blocks deeper)',
    async (deeper) => {
      chain.reorg(5, [[payment('x')], [], [], [], [], []])
      await accept()
      const depth = Math.min(4 + deeper, chain.head)
      chain.reorg(
        depth,
        Array.from({ length: depth + 1 }, (_, i) => (i === 1 ? [payment('y')] : [])),
      )
      await expect(watch()).rejects.toMatchObject({ code: 'chain.reorged' })
      await accept()
      await watch()
      const lost = deeper === 99 ? ['a', 'b', 'c', 'd'] : ['b', 'c', 'd']
      expect(await disputed()).toEqual(lost)
    },
  )
})
