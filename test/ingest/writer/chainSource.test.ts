/** Two chains as two lanes of one writer: what a source needs to write is chainSource.ts and nothing more. */
import { expect, test } from 'vitest'
import { Lanes, openRequests } from '../../../src/ingest/index.ts'
import { readCheckpoint } from '../../../src/log/partitionEvent.ts'
import { registryLines } from '../../support/memoryIngest.ts'
import { type Chain, type Payment, partitionOf, readChain } from './chainSource.ts'
import { createWriterWorld, type SharedEngines } from './world.ts'

const payment = (nonce: string): Payment => ({ payer: '0xab', nonce, amount: '0.5' })

/** A chain that grows: most of its blocks have no payment. */
function createChain(id: string, firstBlock: number): Chain & { grow(...blocks: string[][]): void } {
  const blocks: Payment[][] = []
  return {
    id,
    firstBlock,
    blocks,
    grow: (...more) => void blocks.push(...more.map((block) => block.map(payment))),
  }
}

/** A process that reads the chains, beside others on the same engines. */
async function startProcess(chains: readonly Chain[], engines?: SharedEngines) {
  const world = await createWriterWorld(engines, { shared: true })
  if (engines === undefined) {
    const requests = await openRequests(world.writer, { partition: 'local', refused: world.refused })
    await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'test' })
  }
  const lanes = new Lanes(world.writer)
  const stop = new AbortController()
  const read = chains.map((chain) => readChain(lanes, chain, stop.signal))
  const durable = (chain: Chain) => readCheckpoint(world.events, partitionOf(chain))
  return {
    world,
    lanes,
    read,
    /** Resolves once the chain is durable up to its last block. */
    upToHead: (chain: Chain) =>
      expect.poll(async () => (await durable(chain)).checkpoint).toBe(chain.firstBlock + chain.blocks.length),
    async stop() {
      stop.abort()
      await Promise.all(read)
      await lanes.drain()
    },
  }
}

const rowsOf = (world: SharedEngines, chain: Chain) => {
  const attempts = new Set(
    world.events.log
      .filter(({ type }) => type === 'BatchRecorded')
      .map(({ data }) => (data as { attempt: string }).attempt),
  )
  return world.usage.rows
    .filter(({ source, attempt }) => source === `chain:${chain.id}` && attempts.has(attempt))
    .map(({ id }) => id.slice(id.lastIndexOf('/') + 1))
}

test('each chain has its own partition and checkpoint, which blocks without payments move too', async () => {
  const base = createChain('eip155:8453', 100)
  const other = createChain('eip155:10', 5_000)
  base.grow([], ['a', 'b'], [])
  other.grow(['c'])
  const { world, upToHead, stop } = await startProcess([base, other])
  await Promise.all([upToHead(base), upToHead(other)])
  base.grow([], [])
  await upToHead(base)
  await stop()
  expect([rowsOf(world, base), rowsOf(world, other)]).toEqual([['a', 'b'], ['c']])
  const last = world.events.log.findLast(({ stream }) => stream === `ingest-${partitionOf(base)}`)!
  expect(last).toMatchObject({ type: 'CheckpointMoved', data: { checkpoint: 105 } })
  expect(world.events.log.find(({ type }) => type === 'BatchRecorded')!.data).toMatchObject({
    origin: expect.stringMatching(/^chain:/),
  })
})

test('a restart goes on from the checkpoint of each chain, and counts nothing twice', async () => {
  const base = createChain('eip155:8453', 100)
  const other = createChain('eip155:10', 0)
  base.grow(['a'], [], ['b'])
  const first = await startProcess([base, other])
  await first.upToHead(base)
  await first.stop()
  base.grow(['c'])
  other.grow(['d'])
  const second = await startProcess([base, other], first.world)
  await Promise.all([second.upToHead(base), second.upToHead(other)])
  await second.stop()
  expect([rowsOf(first.world, base), rowsOf(first.world, other)]).toEqual([['a', 'b', 'c'], ['d']])
  expect(second.lanes.counts).toMatchObject({ accepted: 2, duplicate: 0, conflict: 0, rejected: 0 })
})

test('a chain that another process took over is lost alone: the other chain goes on', async () => {
  const base = createChain('eip155:8453', 100)
  const other = createChain('eip155:10', 0)
  base.grow(['a'])
  const first = await startProcess([base, other])
  await first.upToHead(base)
  const second = await startProcess([base], first.world)
  const takenOver = () =>
    first.world.events.log.filter(
      ({ type, stream }) => type === 'PartitionTaken' && stream === `ingest-${partitionOf(base)}`,
    )
  await expect.poll(() => takenOver()).toHaveLength(2)
  base.grow(['b'])
  other.grow(['c'])
  const lost = await first.read[0]!
  expect(lost.gone).toBe(true)
  await Promise.all([second.upToHead(base), first.upToHead(other)])
  await Promise.all([first.stop(), second.stop()])
  expect([rowsOf(first.world, base), rowsOf(first.world, other)]).toEqual([['a', 'b'], ['c']])
  expect([first.world.stops, second.world.stops]).toEqual([[], []])
})

test('a process that was killed between rows and record leaves rows that never count', async () => {
  const base = createChain('eip155:8453', 100)
  base.grow(['a'])
  const first = await startProcess([base])
  await first.upToHead(base)
  // From now on its appends never arrive.
  first.world.beforeAppend = () => new Promise(() => {})
  base.grow(['b'], ['c'])
  await expect.poll(() => first.world.usage.rows.length).toBeGreaterThan(1)
  const second = await startProcess([base], first.world)
  await second.upToHead(base)
  await second.stop()
  expect(rowsOf(first.world, base)).toEqual(['a', 'b', 'c'])
  expect(first.world.usage.rows).toHaveLength(3)
})
