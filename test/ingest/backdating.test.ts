/** Registry events that reach back over recorded calls: accepted, reported or refused, as the setting says. */
import { describe, expect, it } from 'vitest'
import { Lanes } from '../../src/ingest/index.ts'
import type { RegistryRules } from '../../src/ingest/rules.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { chunksOf, createMemoryIngest, createMemoryWriter, eventText } from '../support/memoryIngest.ts'
import { createMemoryUsage } from '../support/memoryUsage.ts'

const chain = 'eip155:1'
const [first, second] = [`${chain}:0x${'1'.repeat(40)}`, `${chain}:0x${'2'.repeat(40)}`]
const now = new Date('2026-01-01T00:00:00Z')
const june = '2025-06-01T12:00:00Z'
const may = '2025-05-01T00:00:00Z'

const setUp = [
  eventText('currency.registered', 'usdc', { currency: 'USDC', decimals: 6 }),
  eventText('asset.registered', 'm', { asset: 'model:a/m', owner: 'lab' }, { time: may }),
  eventText('version.released', 'm1', { asset: 'model:a/m', version: '1' }, { time: may }),
  eventText('payee.bound', 'bound', { payee: 'lab', account: first }),
  eventText('rate.set', 'rate', { asset: 'model:a/m', currency: 'USDC', effectiveFrom: may, perCall: '1' }),
]
const calls = [
  eventText('call.metered', 'c1', { asset: 'model:a/m', amount: '5', currency: 'USDC' }),
  eventText('call.metered', 'c2', { asset: 'model:a/m' }, { time: '2025-06-02T00:00:00Z' }),
]
const attack = [
  eventText('fee.set', 'fee', { share: '0.9', payee: 'mallory', effectiveFrom: may }),
  eventText('version.released', 'evil', { asset: 'model:a/m', version: 'evil', releasedAt: june }),
  eventText('rate.set', 'cheap', { asset: 'model:a/m', currency: 'USDC', effectiveFrom: june, perCall: '0' }),
  eventText('payee.bound', 'stolen', { payee: 'lab', account: second }),
]
const harmless = [
  eventText('fee.set', 'later', { share: '0.1', payee: 'p', effectiveFrom: '2026-02-01T00:00:00Z' }),
  eventText('fee.set', 'between', { share: '0', payee: 'p', effectiveFrom: may }),
  eventText('version.released', 'm3', {
    asset: 'model:a/m',
    version: '3',
    releasedAt: '2025-12-01T00:00:00Z',
  }),
  eventText('asset.registered', 'n', { asset: 'model:a/n', owner: 'lab' }),
  eventText('version.released', 'n1', { asset: 'model:a/n', version: '1' }, { time: may }),
  eventText('payee.bound', 'new', { payee: 'newcomer', account: second }),
  eventText('payee.bound', 'same', { payee: 'lab', account: first }),
]

async function ingest(backdating: RegistryRules['backdating']) {
  const usage = createMemoryWriter()
  const stored = createMemoryUsage()
  const asked: number[] = []
  const world = await createMemoryIngest({
    usage,
    clock: () => now,
    rules: { backdating, accountNoticeHours: undefined },
    lookBack: async (reaches) => {
      asked.push(reaches.length)
      stored.rows.splice(0, stored.rows.length, ...usage.rows)
      return stored.reachedCalls(reaches, undefined)
    },
  })
  const send = (...lines: readonly string[]) =>
    world.requests.ingestStream(chunksOf(`${lines.join('\n')}\n`), { origin: 'test' })
  await send(...setUp)
  return { ...world, send, asked }
}

describe('backdating', () => {
  it('is reported by default of the settings: each event with what it reaches over', async () => {
    const { send } = await ingest('report')
    await send(...calls)
    const report = await send(...attack)
    expect(report).toMatchObject({ accepted: 4, rejectedCount: 0, backdated: 4 })
    const earliest = { source: '/test', id: 'c1', time: june }
    const priced = { source: '/test', id: 'c2', time: '2025-06-02T00:00:00Z' }
    expect(report.backdatedEvents).toEqual([
      { line: 1, event: { source: '/test', id: 'fee' }, kind: 'fee', calls: 2, first: earliest },
      { line: 2, event: { source: '/test', id: 'evil' }, kind: 'release', calls: 2, first: earliest },
      { line: 3, event: { source: '/test', id: 'cheap' }, kind: 'rate', calls: 1, first: priced },
      { line: 4, event: { source: '/test', id: 'stolen' }, kind: 'account', calls: 2, first: earliest },
    ])
  })

  it('is reported of a cost for calls of its asset and currency, and for all calls of a payee that clauses pay', async () => {
    const { send } = await ingest('report')
    const cost = { asset: 'model:a/m', payee: 'gpu', currency: 'USDC', share: '0.1', effectiveFrom: may }
    const clause = {
      clause: 'one',
      payee: 'lab',
      to: 'fund',
      currency: 'USDC',
      share: '0.5',
      effectiveFrom: may,
    }
    await send(
      eventText('currency.registered', 'eur', { currency: 'EUR', decimals: 2 }),
      eventText('payee.bound', 'fund', { payee: 'fund', account: first }),
      eventText('payee.bound', 'gpu', { payee: 'gpu', account: first }),
    )
    await send(...calls)
    const report = await send(
      eventText('cost.set', 'free', { ...cost, share: '0' }),
      eventText('cost.set', 'euros', { ...cost, currency: 'EUR' }),
      eventText('cost.set', 'cost', cost),
      eventText('cost.set', 'same', { ...cost, effectiveFrom: june }),
      eventText('cost.set', 'end', { ...cost, share: '0', effectiveFrom: '2025-06-02T00:00:00Z' }),
      eventText('payee.bound', 'fund 2', { payee: 'fund', account: second }),
      eventText('clause.agreed', 'clause', clause),
      eventText('payee.bound', 'fund 3', { payee: 'fund', account: first }),
      eventText('payee.bound', 'gpu 2', { payee: 'gpu', account: second }),
    )
    expect(report).toMatchObject({ accepted: 9, rejectedCount: 0 })
    const found = report.backdatedEvents!.map(({ event, kind, calls: count }) => [event.id, kind, count])
    expect(found).toEqual([
      ['cost', 'cost', 2],
      ['end', 'cost', 1],
      ['fund 3', 'account', 2],
      ['gpu 2', 'account', 2],
    ])
  })

  it('is not reported of events that change nothing of recorded calls', async () => {
    const { send } = await ingest('report')
    await send(...calls)
    const report = await send(...harmless)
    expect(report).toMatchObject({ accepted: harmless.length })
    expect(report).not.toHaveProperty('backdated')
  })

  it('is in the result of each event of a request', async () => {
    const { requests, send } = await ingest('report')
    await send(...calls)
    const [fee, later] = await requests.submit(Buffer.from(`[${[attack[0], harmless[0]].join(',')}]`), {
      origin: 'test',
    })
    expect(fee).toMatchObject({ status: 'accepted', backdated: { kind: 'fee', calls: 2 } })
    expect(later).not.toHaveProperty('backdated')
  })

  it('is refused where the setting says so, with a call that the event would change', async () => {
    const { send, refused, dependencies } = await ingest('refuse')
    await send(...calls)
    const { accepted, rejected } = await send(...attack, ...harmless)
    expect(accepted).toBe(harmless.length)
    expect(rejected.map(({ line, code, path }) => [line, code, path])).toEqual([
      [1, 'registry.backdated', '/data/effectiveFrom'],
      [2, 'registry.backdated', '/data/releasedAt'],
      [3, 'registry.backdated', '/data/effectiveFrom'],
      [4, 'registry.backdated', '/data/account'],
    ])
    expect(rejected[0]?.message).toBe(
      `The fee would change the division of 2 recorded calls that are not settled yet; the first is "c1" of "/test" at ${june}.`,
    )
    expect(dependencies.registry.fees.map(({ payee }) => payee)).toEqual(['p', 'p'])
    // They are kept, and can be sent again once the epoch is closed.
    expect(await refused.count()).toBe(4)
    expect((await send(...attack)).rejectedCount).toBe(4)
  })

  it('is judged by the batches recorded before: calls of the same batch count as later', async () => {
    for (const backdating of ['report', 'refuse'] as const) {
      const { send } = await ingest(backdating)
      const report = await send(...calls, ...attack)
      expect(report).toMatchObject({ accepted: 6, rejectedCount: 0 })
      expect(report).not.toHaveProperty('backdated')
    }
  })

  it('is no question where the setting allows it, nor for events that reach back over nothing', async () => {
    const allowed = await ingest('allow')
    await allowed.send(...calls)
    expect(await allowed.send(...attack)).toMatchObject({ accepted: 4 })
    expect(allowed.asked).toEqual([])
    const reported = await ingest('report')
    await reported.send(...calls, ...harmless.slice(3))
    expect(reported.asked).toEqual([1])
  })

  it('is refused from a streaming source too, whose other events go on', async () => {
    const { writer, refused, dependencies, send } = await ingest('refuse')
    await send(...calls)
    const lanes = new Lanes(writer)
    const lane = await lanes.open('topic-0', 'topic')
    const messages = [...attack, ...harmless].map((text, at) => ({
      offset: `${at}`,
      value: Buffer.from(text),
    }))
    lanes.add(lane, { blocks: blocksOf(messages), bytes: 100, end: messages.length })
    await lanes.drain()
    expect(lane.checkpoint).toBe(messages.length)
    expect(lanes.counts).toMatchObject({ accepted: harmless.length, rejected: attack.length })
    expect(await refused.count()).toBe(4)
    expect(dependencies.registry.fees.map(({ payee }) => payee)).toEqual(['p', 'p'])
  })
})
