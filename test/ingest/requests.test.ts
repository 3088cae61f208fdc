import { describe, expect, test } from 'vitest'
import { fail } from '../../src/errors.ts'
import type { BatchRecorded } from '../../src/log/batchRecorded.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'

const price = { amount: '1.5', currency: 'USDC' }
const call = (id: string, data: object = {}, rest: object = {}) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', ...price, ...data }, rest)
/** The same, written so that the byte-level reader leaves it to the other. */
const oddCall = (...parameters: Parameters<typeof call>) =>
  call(...parameters).replace('"data"', '"\\u0064ata"')

async function world(lines: readonly string[] = registryLines) {
  const memory = await createMemoryIngest()
  const send = (...texts: readonly string[]) =>
    memory.requests.ingestStream(chunksOf(texts.join('\n')), { origin: 'file' })
  const post = (...texts: readonly string[]) =>
    memory.requests.submit(Buffer.from(texts.join('\n')), {
      origin: 'request',
    })
  if (lines.length > 0) await send(...lines)
  return { ...memory, send, post }
}

const counts = ({ accepted, duplicate, conflict, rejectedCount }: { [name: string]: unknown }) => [
  accepted,
  duplicate,
  conflict,
  rejectedCount,
]

describe('a stream', () => {
  test('becomes rows, registry events and one batch with its control totals', async () => {
    const { send, events, usage } = await world()
    const report = await send(
      call('a'),
      oddCall('b', { amount: '2' }),
      call('c', { amount: undefined, currency: undefined, tokens: { input: 4 } }),
    )
    expect(report).toEqual({
      accepted: 3,
      duplicate: 0,
      conflict: 0,
      suspended: 0,
      rejected: [],
      rejectedCount: 0,
      read: 3,
      format: 'cloudevents',
    })
    expect(usage.rows.map(({ id, amount, priced, row }) => [id, amount, priced, row])).toEqual([
      ['a', 1_500_000_000_000_000_000n, false, 0],
      ['b', 2_000_000_000_000_000_000n, false, 1],
      // 0.000001 a call and 4 × 2.5 a million.
      ['c', 11_000_000_000_000n, true, 2],
    ])
    const recorded = events.log.at(-1)!
    expect([recorded.stream, recorded.type]).toEqual(['ingest-local', 'BatchRecorded'])
    const data = recorded.data as BatchRecorded
    expect(data).toMatchObject({
      partition: 'local',
      revision: 0,
      rows: 3,
      from: 1,
      to: 3,
      origin: 'file',
      counts: { accepted: 3, duplicate: 0, conflict: 0, rejected: 0 },
      sums: { USDC: '3500011000000000000' },
    })
    expect(usage.rows.every(({ attempt }) => attempt === data.attempt)).toBe(true)
  })

  test('reports number, code and place of each refused line, and goes on', async () => {
    const { send } = await world()
    const report = await send(
      '{bad',
      call('a', { amount: 1.5 }),
      '',
      '[]',
      call('b'),
      '{"a":1',
      `"${'x'.repeat(1 << 20)}"`,
    )
    expect(report.accepted).toBe(1)
    expect(report.rejected.map(({ line, code, path }) => [line, code, path])).toEqual([
      [1, 'line.notJson', ''],
      [2, 'amount.malformed', '/data/amount'],
      [4, 'event.malformed', ''],
      [6, 'line.notJson', ''],
      [7, 'event.tooLarge', ''],
    ])
  })

  test('with invalid UTF-8 loses only the lines that have it', async () => {
    const { requests, usage } = await world()
    const broken = Buffer.from(call('b'))
    broken[broken.length - 30] = 0xff
    const report = await requests.ingestStream(chunksOf(`${call('a')}\n`, broken, `\n${call('c')}`), {
      origin: 'file',
    })
    expect(report.rejected.map(({ line, code }) => [line, code])).toEqual([[2, 'line.notUtf8']])
    expect(usage.rows.map(({ id }) => id)).toEqual(['a', 'c'])
  })

  test('nested too deep is refused before anything recurses into it', async () => {
    const { send } = await world()
    const deep = `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect((await send(call('a'), deep)).rejected[0]!.code).toBe('event.tooDeep')
  })

  test('of more rejected lines than are listed counts them all', async () => {
    const { send, refused } = await world()
    const report = await send(call('a'), ...Array.from({ length: 1_500 }, (_, index) => `bad ${index}`))
    expect([report.rejected.length, report.rejectedCount]).toEqual([1_000, 1_500])
    expect(report.rejected.map(({ line }) => line)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index + 2),
    )
    expect(report.refusedByCode).toMatchObject([{ code: 'line.notJson', count: 1_500 }])
    expect(report.refusedByCode![0]!.first.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6])
    expect(await refused.count()).toBe(1_500)
  })

  test('counts as suspended what has an unknown asset or version at its end', async () => {
    const { send } = await world()
    const report = await send(
      call('a', { asset: 'model:new/one' }),
      call('b', { asset: 'model:no/body' }),
      call('c', { version: '9' }),
      call('d', { asset: 'dataset:bare' }),
      eventText('asset.registered', 'new', { asset: 'model:new/one', owner: 'x' }),
      eventText('version.released', 'new-1', { asset: 'model:new/one', version: '1' }),
    )
    expect([report.accepted, report.suspended]).toEqual([6, 3])
  })
})

describe('what a stream reports as suspended', () => {
  const lines = [
    ...registryLines,
    call('a', { asset: 'model:new/one' }),
    call('b', { asset: 'model:new/one', version: '1' }),
    call('c', { asset: 'model:new/one', version: '2' }),
    call('d', { asset: 'model:no/body' }),
    call('a', { asset: 'model:new/one' }),
    eventText('asset.registered', 'new', { asset: 'model:new/one', owner: 'x' }),
    call('e', { asset: 'model:new/one' }),
    eventText('version.released', 'new-1', { asset: 'model:new/one', version: '1' }),
    call('f', { asset: 'model:new/one', version: '2' }),
    oddCall('g', { asset: 'model:new/one' }),
  ]

  test.each([1, 2, 3, 4, 65_536])(
    'is what is unknown at its end, in batches of %i calls',
    async (rowsMax) => {
      const { requests, events } = await createMemoryIngest({ rowsMax })
      const report = await requests.ingestStream(chunksOf(lines.join('\n')), { origin: 'file' })
      // c and f name a version that is not released, d an asset that is not registered.
      expect([report.accepted, report.duplicate, report.suspended]).toEqual([registryLines.length + 9, 1, 3])
      const batches = events.log.filter(({ type }) => type === 'BatchRecorded')
      if (rowsMax === 1) expect(batches.length).toBeGreaterThan(6)
    },
  )
})

describe('an identity', () => {
  test('is taken once: the same content is a duplicate, another a conflict, in one batch and over batches', async () => {
    const { send, usage, refused, events } = await world()
    expect(counts(await send(call('a'), call('a'), call('a', { amount: '2' }), oddCall('a')))).toEqual([
      1, 2, 1, 0,
    ])
    const head = events.log.length
    expect(
      counts(await send(call('a'), oddCall('a', { amount: '1.50' }), oddCall('a', { amount: '2' }))),
    ).toEqual([0, 2, 1, 0])
    expect(usage.rows.length).toBe(1)
    expect([...refused.entries.values()].map(({ code }) => code)).toEqual([
      'event.conflict',
      'event.conflict',
    ])
    // Nothing new, nothing recorded.
    expect(events.log.length).toBe(head)
  })

  test('of a refused event is free, in the same batch too', async () => {
    const { send, usage } = await world()
    const unknown = call('a', { currency: 'EUR' })
    expect(counts(await send(unknown, unknown, call('a'), call('a')))).toEqual([1, 1, 0, 2])
    expect(usage.rows.map(({ currency }) => currency)).toEqual(['USDC'])
  })

  test('that is known is judged before the registry is asked', async () => {
    const { send } = await world()
    const report = await send(call('a'), call('a', { currency: 'EUR' }), call('b', { currency: 'EUR' }))
    expect(counts(report)).toEqual([1, 0, 1, 1])
    expect(counts(await send(call('a', { currency: 'EUR' })))).toEqual([0, 0, 1, 0])
  })

  test('of a call and one of a registry event are two', async () => {
    const { send } = await world()
    expect(counts(await send(call('llama')))).toEqual([1, 0, 0, 0])
  })

  test('of a registry event is known before it is durable', async () => {
    const { send, events } = await world([])
    const [currency] = registryLines
    const other = currency!.replace('"decimals":6', '"decimals":7')
    expect(counts(await send(currency!, currency!, other))).toEqual([1, 1, 1, 0])
    expect(counts(await send(currency!, other))).toEqual([0, 1, 1, 0])
    expect(events.log.length).toBe(1)
  })

  test('of a refused registry event is free', async () => {
    const { send } = await world([])
    const release = eventText('version.released', 'v', { asset: 'model:a/b', version: '1' })
    const asset = eventText('asset.registered', 'a', { asset: 'model:a/b', owner: 'x' })
    expect(counts(await send(release, asset, release))).toEqual([2, 0, 0, 1])
  })
})

describe('registry events', () => {
  test('are decided in order with the calls between them', async () => {
    const { send } = await world([])
    const [currency] = registryLines
    const report = await send(call('early'), currency!, call('late'))
    expect(report.rejected.map(({ line, code }) => [line, code])).toEqual([[1, 'currency.unknown']])
    expect(report.accepted).toBe(2)
  })

  test('reach the log before the batch that needed them, in one append', async () => {
    const { send, events } = await world([])
    await send(...registryLines, call('a'))
    expect(events.log.map(({ stream }) => stream)).toEqual([
      ...registryLines.map(() => 'registry'),
      'ingest-local',
    ])
  })

  test('are refused to a sender that may only send calls, and not kept for a replay', async () => {
    const { requests, refused } = await world()
    const text = [eventText('asset.registered', 'x', { asset: 'model:x/y', owner: 'x' }), call('a')].join(
      '\n',
    )
    const results = await requests.submit(Buffer.from(text), {
      origin: 'request',
      allowed: { calls: true, registry: false },
    })
    expect(results.map(({ status, fault }) => [status, fault?.code])).toEqual([
      ['rejected', 'auth.scope'],
      ['accepted', undefined],
    ])
    expect(await refused.count()).toBe(0)
  })

  test('alone are all that a sender without calls may send', async () => {
    const { requests } = await world()
    const results = await requests.submit(Buffer.from(call('a')), {
      origin: 'request',
      allowed: { calls: false, registry: true },
    })
    expect(results.map(({ fault }) => fault?.code)).toEqual(['auth.scope'])
  })
})

describe('a request', () => {
  test('has one result for each event, in the order sent', async () => {
    const { post } = await world()
    const results = await post(
      call('a'),
      'nonsense',
      call('b', { asset: 'model:no/body' }),
      call('a'),
      call('a', { amount: '9' }),
      call('c', { currency: 'EUR' }),
      registryLines[0]!,
      call('d', { amount: '-1' }),
    )
    expect(results.map(({ id, status, suspended, fault }) => [id, status, suspended, fault?.code])).toEqual([
      ['a', 'accepted', undefined, undefined],
      [null, 'rejected', undefined, 'line.notJson'],
      ['b', 'accepted', true, undefined],
      ['a', 'duplicate', undefined, undefined],
      ['a', 'conflict', undefined, 'event.conflict'],
      ['c', 'rejected', undefined, 'currency.unknown'],
      ['usdc', 'duplicate', undefined, undefined],
      ['d', 'rejected', undefined, 'amount.malformed'],
    ])
    expect(results[0]!.source).toBe('/test')
  })

  test('shares a commit with those that wait beside it', async () => {
    const { post, usage, events } = await world()
    let release = () => {}
    usage.before = () => new Promise((resolve) => (release = () => resolve()))
    const first = post(call('a'))
    await new Promise((resolve) => setImmediate(resolve))
    const others = ['b', 'c', 'd', 'b'].map((id) => post(call(id)))
    await new Promise((resolve) => setImmediate(resolve))
    usage.before = async () => {}
    release()
    await first
    expect((await Promise.all(others)).map(([result]) => result!.status)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'duplicate',
    ])
    const batches = events.log
      .filter(({ type }) => type === 'BatchRecorded')
      .map(({ data }) => data as BatchRecorded)
    expect(batches.map(({ rows, origin, from, to }) => [rows, origin, from, to])).toEqual([
      [1, 'request', 1, 1],
      [3, 'request and 3 more', 1, 4],
    ])
  })

  test('does not wait for those that come after it', async () => {
    const { post, usage } = await world()
    let running = true
    usage.before = () => new Promise((resolve) => setTimeout(resolve, 1))
    let others = 0
    const busy = async () => {
      while (running) await post(call(`other-${others++}`))
    }
    const busyOnes = [busy(), busy(), busy()]
    await new Promise((resolve) => setTimeout(resolve, 5))
    const before = usage.rows.length
    await post(call('a'))
    const batchesWaited = new Set(usage.rows.slice(before).map(({ attempt }) => attempt)).size
    running = false
    await Promise.all(busyOnes)
    // The one under way when it came, and its own.
    expect(batchesWaited).toBeLessThanOrEqual(2)
  })

  test('may be one event, an array, or nothing', async () => {
    const { requests } = await world()
    const send = (text: string) => requests.submit(Buffer.from(text), { origin: 'r' })
    expect((await send(call('a'))).length).toBe(1)
    expect((await send(`[${call('a')},${call('b')}]`)).map(({ status }) => status)).toEqual([
      'duplicate',
      'accepted',
    ])
    expect(await send('')).toEqual([])
    expect(await send('[]')).toEqual([])
  })
})

describe('when an engine fails', () => {
  test('the sender learns why, and sending again counts nothing twice', async () => {
    const { send, usage, writer } = await world()
    usage.before = async () => fail('data.diskFull', 'no space left')
    await expect(send(call('a'))).rejects.toMatchObject({ code: 'data.diskFull' })
    expect(writer.stopped).toBeUndefined()
    usage.before = async () => {}
    expect(counts(await send(call('a')))).toEqual([1, 0, 0, 0])
    expect(usage.rows.length).toBe(1)
  })

  test('with registry events under way ingestion stops: the registry in memory is ahead of the log', async () => {
    const stopped: Error[] = []
    const memory = await createMemoryIngest({ onStopped: (cause) => stopped.push(cause) })
    memory.usage.before = async () => fail('data.diskFull', 'no space left')
    const lines = [...registryLines, call('a')].join('\n')
    const send = () => memory.requests.ingestStream(chunksOf(lines), { origin: 'file' })
    await expect(send()).rejects.toMatchObject({ code: 'data.diskFull' })
    await expect(send()).rejects.toMatchObject({ code: 'ingest.stopped' })
    expect(stopped.length).toBe(1)
    expect(memory.events.log.length).toBe(0)

    // A new process from the log takes everything.
    memory.usage.before = async () => {}
    const { events, usage, refused } = memory
    const again = await createMemoryIngest({ events, usage, refused, registry: createRegistry() })
    const report = await again.requests.ingestStream(chunksOf(lines), { origin: 'file' })
    expect(counts(report)).toEqual([registryLines.length + 1, 0, 0, 0])
  })

  test('another writer of the partition is noticed: nothing of the batch counts', async () => {
    const { send, events, writer, usage } = await world()
    await events.append([
      {
        stream: 'ingest-local',
        expectedRevision: 'none',
        events: [{ id: 'x', type: 'BatchRecorded', data: {} }],
      },
    ])
    await expect(send(call('a'))).rejects.toMatchObject({ code: 'eventstore.wrongRevision' })
    expect(writer.stopped).toBeDefined()
    // The rows are strays: no recorded batch names them.
    expect(usage.rows.map(({ revision }) => revision)).toEqual([0])
  })

  test('an append whose outcome is not known is tried once more with the same ids', async () => {
    const { send, events } = await world()
    const { append } = events
    const ids: string[] = []
    events.append = async (appends) => {
      ids.push(appends[0]!.events[0]!.id)
      if (ids.length === 1) fail('eventstore.unavailable', 'sync failed')
      return append(appends)
    }
    expect(counts(await send(call('a')))).toEqual([1, 0, 0, 0])
    expect(ids.length).toBe(2)
    expect(ids[0]).toBe(ids[1])
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

test('a start removes rows that no batch names and brings the index up to the log', async () => {
  const { send, events, usage, refused } = await world()
  await send(call('a'))
  usage.rows.push({ ...usage.rows[0]!, revision: 1, attempt: 'ff'.repeat(16), id: 'stray' })
  const registry = createRegistry()
  const again = await createMemoryIngest({ events, usage, refused, registry })
  expect(usage.rows.map(({ id }) => id)).toEqual(['a'])
  const results = await again.requests.submit(Buffer.from([call('a'), registryLines[2]!].join('\n')), {
    origin: 'r',
  })
  expect(results.map(({ status }) => status)).toEqual(['duplicate', 'duplicate'])
})

describe('a start', () => {
  const gone = { code: 'data.damaged' }

  test('I14: removes nothing where a batch is missing from the log before another', async () => {
    const { send, events, usage, refused } = await world()
    for (const id of ['a', 'b', 'c']) await send(call(id))
    events.log.splice(-2, 1)
    await expect(createMemoryIngest({ events, usage, refused })).rejects.toMatchObject(gone)
    expect(usage.rows.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  test('I14: removes nothing where the log ends before what the index knows of it', async () => {
    const { send, events, usage, refused, dependencies } = await world()
    for (const id of ['a', 'b']) await send(call(id))
    const { identities } = dependencies
    events.log.pop()
    await expect(createMemoryIngest({ events, usage, refused, identities })).rejects.toMatchObject({
      code: 'data.outOfStep',
    })
    expect(usage.rows.map(({ id }) => id)).toEqual(['a', 'b'])
  })
})

test('work that wants the log to itself waits for the batch under way and holds the next', async () => {
  const { writer, send, events } = await world()
  const steps: string[] = []
  const lengths: number[] = []
  const work = writer.exclusively(async () => {
    lengths.push(events.log.length)
    await new Promise((resolve) => setTimeout(resolve, 5))
    lengths.push(events.log.length)
    steps.push('work')
  })
  const sent = send(call('b')).then(() => steps.push('sent'))
  await Promise.all([work, sent])
  expect(steps).toEqual(['work', 'sent'])
  expect(lengths).toEqual([registryLines.length, registryLines.length])
})

describe('refused events', () => {
  test('of one batch were refused at one moment, so that they are listed in the order of their lines', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    const { requests, refused } = await createMemoryIngest({ clock: () => new Date(now++) })
    const lines = [call('a', { currency: 'DOGE' }), '{', call('b', { currency: 'DOGE' })]
    await requests.ingestStream(chunksOf(lines.join('\n')), { origin: 'file' })
    const entries = [...refused.entries.values()]
    expect(entries.map(({ line }) => line).sort()).toEqual([1, 2, 3])
    expect(new Set(entries.map(({ refusedAt }) => refusedAt)).size).toBe(1)
  })

  test('are kept as they came, once for each reason', async () => {
    const { send, refused } = await world()
    await send(call('a'), '{bad')
    await send('{bad', call('b', { currency: 'EUR' }))
    expect(
      [...refused.entries.values()].map(({ line, code, raw, origin, format }) => [
        line,
        code,
        raw,
        origin,
        format,
      ]),
    ).toEqual([
      [2, 'line.notJson', '{bad', 'file', 'cloudevents'],
      [2, 'currency.unknown', call('b', { currency: 'EUR' }), 'file', 'cloudevents'],
    ])
  })

  test('are sent again after a fix: what is taken leaves the list', async () => {
    const { send, refused, requests, usage } = await world()
    await send(
      '{bad',
      call('a', { currency: 'EUR' }),
      call('b', { asset: 'dataset:bare', amount: undefined, currency: undefined }),
      call('c'),
      call('c', { amount: '7' }),
    )
    await send(eventText('currency.registered', 'eur', { currency: 'EUR', decimals: 2 }))
    expect(await requests.replayRefused({ code: 'currency.unknown' })).toEqual({
      replayed: 1,
      accepted: 1,
      duplicate: 0,
      conflict: 0,
      rejected: 0,
    })
    expect(usage.rows.at(-1)!.currency).toBe('EUR')
    expect(await requests.replayRefused()).toMatchObject({
      replayed: 3,
      accepted: 0,
      conflict: 1,
      rejected: 2,
    })
    expect([...refused.entries.values()].map(({ code, line }) => [code, line])).toEqual([
      ['line.notJson', 1],
      ['call.unpriced', 3],
      ['event.conflict', 5],
    ])
  })

  test('refused again for another reason are listed under that one, on their own line', async () => {
    const { send, refused, requests } = await world([])
    const text = call('a', { amount: '0.123456789', currency: 'YEN', asset: 'model:x/y' })
    await send('', '', text.replace('0.123456789', '0.1234567890123'))
    expect([...refused.entries.values()].map(({ code }) => code)).toEqual(['currency.unknown'])
    await send(registryLines[1]!)
    expect(await requests.replayRefused()).toMatchObject({ replayed: 1, rejected: 1 })
    expect([...refused.entries.values()].map(({ code, line }) => [code, line])).toEqual([
      ['amount.tooPrecise', 3],
    ])
  })

  test('too large are cut', async () => {
    const { send, refused } = await world()
    await send(`{"specversion":"${'y'.repeat(1 << 20)}"}`)
    const [entry] = refused.entries.values()
    expect(entry!.code).toBe('event.tooLarge')
    expect(entry!.raw.length).toBeLessThan(5_000)
  })
})

test('a slow stream is judged by what another process recorded meanwhile', async () => {
  const other = await createMemoryIngest({ shared: true })
  const { events, usage, refused } = other
  await other.requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'test' })
  const { requests } = await createMemoryIngest({
    ...{ events, usage, refused, shared: true },
    registry: createRegistry(),
    partition: 'slow',
  })
  async function* slowly() {
    yield Buffer.from(
      `${eventText('call.metered', 'a', { asset: 'model:x', amount: '1', currency: 'USDC' })}\n`,
    )
    const currency = eventText('currency.registered', 'eur', { currency: 'EUR', decimals: 2 })
    await other.requests.submit(Buffer.from(currency), { origin: 'test' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    yield Buffer.from(
      `${eventText('call.metered', 'b', { asset: 'model:x', amount: '1', currency: 'EUR' })}\n`,
    )
  }
  expect(await requests.ingestStream(slowly(), { origin: 'file' })).toMatchObject({ accepted: 2 })
})
