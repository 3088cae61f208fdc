import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { dryRun } from '../../src/ingest/index.ts'
import { createSpanMemory } from '../../src/usage/spans.ts'
import {
  chunksOf,
  createMemoryIdentities,
  createMemoryIngest,
  eventText,
  registryLines,
} from '../support/memoryIngest.ts'

const call = (id: string, data: object = {}) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1.5', currency: 'USDC', ...data })

const row = (id: string, rest: object = {}) => ({
  request_id: id,
  call_type: 'acompletion',
  startTime: '2026-10-01 10:00:00',
  model: 'meta/llama',
  custom_llm_provider: 'x',
  prompt_tokens: 3,
  completion_tokens: 4,
  spend: 0.1,
  status: 'success',
  ...rest,
})

async function world() {
  const memory = await createMemoryIngest()
  const send = (text: string | Uint8Array, options: object = {}) =>
    memory.requests.ingestStream(chunksOf(text), { origin: 'file', ...options })
  await send(registryLines.join('\n'))
  return { ...memory, send }
}

describe('the report of a stream', () => {
  test('groups what was refused by code, with lines, elements, ids and what to do', async () => {
    const { send, refused } = await world()
    const events = [
      call('a'),
      call('b', { currency: 'GBP' }),
      call('a', { amount: '2' }),
      '{"specversion":"1.0"}',
      ...['c', 'd', 'e', 'f', 'g', 'h', 'i'].map((id) => call(id, { currency: 'GBP' })),
    ]
    const report = await send(`[${events.join(',')}]`)
    expect(report.refusedByCode).toMatchObject([
      {
        code: 'currency.unknown',
        count: 8,
        fix: expect.stringMatching(/currency/),
        first: [
          { line: 1, element: 1, id: 'b', path: '/data/currency' },
          { element: 4, id: 'c' },
          { element: 5, id: 'd' },
          { element: 6, id: 'e' },
          { element: 7, id: 'f' },
        ],
      },
      { code: 'event.conflict', count: 1, first: [{ line: 1, element: 2, id: 'a' }] },
      { code: 'event.missing', count: 1, first: [{ line: 1, element: 3 }] },
    ])
    expect(report.read).toBe(11)
    expect(refused.entries.size).toBe(10)
  })

  test('says with each place what is another cause than that of the first', async () => {
    const { send } = await world()
    const event = {
      source: 's',
      id: '{id}',
      time: '{at}',
      asset: 'model:meta/llama',
      amount: '{cost}',
      currency: '{cur}',
    }
    const at = '2026-01-01T00:00:00Z'
    const rows = [`1,${at},$5,USDC`, `2,${at},$5,USDC`, '3,3/4/26,5,USDC', `4,${at},5,usdc`, `5,${at},5,XYZ`]
    const report = await send(['id,at,cost,cur', ...rows].join('\n'), { format: 'csv', mapping: { event } })
    const [malformed, unknown] = report.refusedByCode!
    expect(malformed!.first.map(({ id, message, fix }) => [id, message, fix])).toEqual([
      ['1', undefined, undefined],
      ['2', undefined, undefined],
      ['3', expect.stringContaining('two digits'), expect.stringContaining('four digits')],
    ])
    expect(unknown!.message).toMatch(/usdc is not registered; USDC is\..*`currencies`/)
    expect(unknown!.first[1]!.message).toMatch(/XYZ is not registered\./)
  })

  test('names the key of the mapping that fixes a call, and the format that a record looks like', async () => {
    const { send } = await world()
    const declared = { amountFrom: 'declared', currency: 'USDC', models: { odd: 'model:acme/a b' } }
    const lines = [row('1'), row('2', { model: 'odd' })].map((record) => JSON.stringify(record))
    const long = lines[0]!.replace(/"spend":[^,]+/, '"spend":0.00022500000000000002')
    const report = await send([long, lines[1]].join('\n'), { format: 'litellm', mapping: declared })
    expect(report.rejected.map(({ code, message }) => [code, message])).toEqual([
      ['amount.tooPrecise', expect.stringMatching(/`amountDigits` of the mapping rounds/)],
      [
        'asset.malformed',
        expect.stringMatching(/U\+0020 SPACE at position 13.*`models` of the mapping gives the asset/),
      ],
    ])
    const foreign = await send(lines[0]!, { format: 'cloudevents' })
    expect(foreign.rejected[0]!.message).toMatch(
      /specversion is missing.*looks like a record of the format litellm: name it with --format litellm/,
    )
  })

  test('counts and places what it skips, and its counts add up to what it read', async () => {
    const { send } = await world()
    const rows = [
      row('1'),
      row('2', { status: 'failure' }),
      row('3', { cache_hit: 'True' }),
      row('4', { status: 'failure' }),
      row('5', { prompt_tokens: -1 }),
    ]
    const report = await send(rows.map((record) => JSON.stringify(record)).join('\n'))
    expect(report).toMatchObject({
      format: 'litellm',
      read: 5,
      accepted: 1,
      rejectedCount: 1,
      skipped: { 'failed call': 2, 'answer from the cache': 1 },
      skippedByReason: [
        { reason: 'failed call', count: 2, firstLines: [2, 4] },
        { reason: 'answer from the cache', count: 1, firstLines: [3] },
      ],
      rejected: [{ line: 5, source: 'litellm', id: '5', code: 'record.malformed' }],
    })
  })

  test('names a bounded number of reasons to skip', async () => {
    const { send } = await world()
    const events = Array.from({ length: 300 }, (_, i) => ({ id: i, type: `event-create-${i}`, body: {} }))
    const report = await send(JSON.stringify({ batch: events }))
    expect(report.skippedByReason!.length).toBe(101)
    expect(report.read).toBe(300)
  })

  test('of a packed input is that of the input', async () => {
    const text = [call('a'), 'torn', call('b')].join('\n')
    const plain = await (await world()).send(text)
    expect(await (await world()).send(gzipSync(text))).toEqual(plain)
  })

  test('tells a request what was skipped', async () => {
    const { requests } = await world()
    let skipped: unknown
    const results = await requests.submit(
      Buffer.from(JSON.stringify([row('1'), row('2', { status: 'x' })])),
      {
        origin: 'request',
        onSkipped: (groups) => {
          skipped = groups
        },
      },
    )
    expect(results).toMatchObject([{ status: 'accepted' }])
    expect(skipped).toEqual([{ reason: 'failed call', count: 1, firstLines: [1], firstElements: [1] }])
  })

  test('does not exist for a file of no known format: it is refused once, and nothing is kept', async () => {
    const { send, refused, usage } = await world()
    await expect(send('{"a":1}\n'.repeat(3_000))).rejects.toMatchObject({ code: 'input.unknownFormat' })
    expect([refused.entries.size, usage.rows.length]).toEqual([0, 0])
  })
})

describe('a dry run', () => {
  async function dryWorld() {
    const memory = await world()
    await memory.send([call('a'), call('x', { asset: 'model:new/one' })].join('\n'))
    const { registry, identities, randomBytes, clock } = memory.dependencies
    const recorded = () => [
      memory.events.log.length,
      memory.usage.rows.length,
      memory.refused.entries.size,
      identities.size,
      registry.count,
    ]
    const run = (text: string) =>
      dryRun(
        {
          registry,
          identities,
          scratch: createMemoryIdentities(),
          randomBytes,
          clock,
          refused: memory.refused,
          spans: createSpanMemory(),
        },
        chunksOf(text),
        { origin: 'file' },
      )
    return { ...memory, recorded, run }
  }

  test('reports what would be, and records nothing', async () => {
    const { run, send, recorded } = await dryWorld()
    const standing = recorded()
    const text = [
      call('a'),
      call('a', { amount: '9' }),
      call('b'),
      call('b'),
      call('b', { amount: '2' }),
      'torn',
      eventText('asset.registered', 'new', { asset: 'model:new/one', owner: 'x' }),
      eventText('version.released', 'new-1', { asset: 'model:new/one', version: '1' }),
      call('c', { asset: 'model:new/one' }),
      call('d', { currency: 'GBP' }),
    ].join('\n')
    const report = await run(text)
    expect(recorded()).toEqual(standing)
    expect(report).toMatchObject({
      ...{ dryRun: true, accepted: 4, duplicate: 2, conflict: 2, rejectedCount: 2, suspended: 0, read: 10 },
    })
    const { dryRun: _, ...would } = report
    expect(await send(text)).toEqual(would)
  })

  test('finds repetitions over several batches, and of both indexes', async () => {
    const { run, send } = await dryWorld()
    const ids = Array.from({ length: 66_000 }, (_, i) => call(`n${i}`))
    const again = [call('a'), call('a', { amount: '9' }), call('n1', { amount: '9' }), call('n1'), call('n2')]
    const text = [...ids, ...again, ...again].join('\n')
    const report = await run(text)
    expect(report).toMatchObject({ accepted: 66_000, duplicate: 6, conflict: 4 })
    expect(await send(text)).toMatchObject({ accepted: 66_000, duplicate: 6, conflict: 4 })
  })
})
