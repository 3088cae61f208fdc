/** A call that is sent a second time under another name is accepted, and reported. */
import { describe, expect, test } from 'vitest'
import { fail } from '../../src/errors.ts'
import { RecentCalls } from '../../src/ingest/suspected/recentCalls.ts'
import { RecentKeys } from '../../src/ingest/suspected/recentKeys.ts'
import type { CallColumns } from '../../src/usage/kinds/call.ts'
import { call as storedCall, toCallColumns } from '../projections/support/calls.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'

const call = (id: string, source: string, data: object = {}, rest: object = {}) =>
  eventText(
    'call.metered',
    id,
    { asset: 'model:meta/llama', amount: '1.5', currency: 'USDC', ...data },
    { source, ...rest },
  )

async function world() {
  const memory = await createMemoryIngest()
  const send = (texts: readonly string[]) =>
    memory.requests.ingestStream(chunksOf(texts.join('\n')), { origin: 'file' })
  const post = (texts: readonly string[]) =>
    memory.requests.submit(Buffer.from(texts.join('\n')), { origin: 'request' })
  await send(registryLines)
  return { ...memory, send, post }
}

const many = (count: number, source: string) =>
  Array.from({ length: count }, (_, index) => call(`call-${index}`, source))

describe('a call with id, asset, time and amount of one that another source sent', () => {
  test('is accepted and reported, in a later batch and in the same one', async () => {
    const { send, usage } = await world()
    expect((await send(many(3, 'litellm-eu'))).suspected).toBeUndefined()
    const report = await send([...many(3, 'litellm'), call('new', 'one'), call('new', 'other')])
    expect([report.accepted, report.suspected]).toEqual([5, 4])
    expect(report.suspectedCalls).toEqual([
      ...[0, 1, 2].map((index) => ({
        line: index + 1,
        source: 'litellm',
        id: `call-${index}`,
        like: { source: 'litellm-eu', id: `call-${index}`, by: 'call' },
      })),
      { line: 5, source: 'other', id: 'new', like: { source: 'one', id: 'new', by: 'call' } },
    ])
    expect(usage.rows.length).toBe(8)
  })

  test.each([
    ['id', call('b', 'other')],
    ['asset', call('a', 'other', { asset: 'model:meta/other' })],
    ['time', call('a', 'other', {}, { time: '2025-06-01T00:00:01Z' })],
    ['amount', call('a', 'other', { amount: '1.500001' })],
  ])('is not suspected where its %s differs', async (_, line) => {
    const { send } = await world()
    await send([call('a', 'one')])
    expect((await send([line])).suspected).toBeUndefined()
  })

  test('is not suspected where it is a duplicate, and none that was refused makes another one suspected', async () => {
    const { send } = await world()
    await send([call('a', 'one'), call('b', 'one', { currency: 'EUR' })])
    const report = await send([call('a', 'one'), call('b', 'other')])
    expect([report.duplicate, report.accepted, report.suspected]).toEqual([1, 1, undefined])
  })

  test('is reported in the result of its event, with the call that it is like', async () => {
    const { post } = await world()
    await post([call('a', 'one')])
    const [first, second] = await post([call('a', 'two'), call('c', 'two')])
    expect(first).toEqual({
      id: 'a',
      source: 'two',
      status: 'accepted',
      suspected: { source: 'one', id: 'a', by: 'call' },
    })
    expect(second).not.toHaveProperty('suspected')
  })

  test('is not suspected because of a call in a batch that failed', async () => {
    const { send, usage } = await world()
    usage.before = async () => fail('usage.unavailable', 'No answer.')
    await expect(send([call('a', 'one')])).rejects.toThrow()
    usage.before = async () => {}
    const report = await send([call('a', 'two')])
    expect([report.accepted, report.suspected]).toEqual([1, undefined])
  })
})

describe("a call with a provider's id that another call has", () => {
  const provided = (id: string, source: string, data: object = {}) =>
    call(id, source, { providerCallId: 'resp-1', ...data })

  test('is suspected if another source sent that one, whatever id, asset, time and amount it has', async () => {
    const { send } = await world()
    await send([provided('span-1', 'otel')])
    const [suspect] = (await send([provided('req-9', 'litellm', { amount: '2', asset: 'model:meta/other' })]))
      .suspectedCalls!
    expect(suspect!.like).toEqual({ source: 'otel', id: 'span-1', by: 'providerCallId' })
  })

  test('is suspected if the same source sent that one for the same asset under another id', async () => {
    const { send } = await world()
    const report = await send([
      provided('agent', 'otel', { asset: 'agent:meta/helper' }),
      provided('model', 'otel'),
      provided('model-again', 'otel', { amount: '2' }),
    ])
    expect(report.suspectedCalls!.map(({ id, like }) => [id, like.id, like.by])).toEqual([
      ['model-again', 'model', 'providerCallId'],
    ])
  })
})

test('a call is found among the last ones up to the window, and forgotten after it', () => {
  const window = 8_192
  const batch = (from: number, count: number, source: string) =>
    toCallColumns(
      Array.from({ length: count }, (_, index) => storedCall({ id: `call-${from + index}`, source })),
    )
  const recent = new RecentCalls(window)
  const look = (columns: CallColumns) => recent.look(columns, new Uint8Array(columns.length))
  look(batch(0, 20, 'one'))
  look(batch(20, window - 1_020, 'one'))
  expect(look(batch(0, 10, 'two')).size).toBe(10)
  look(batch(window, 1_000, 'one'))
  expect([...look(batch(0, 10, 'three')).values()].map(({ source }) => source)).toEqual(
    Array.from({ length: 10 }, () => 'two'),
  )
  expect(look(batch(10, 10, 'three')).size).toBe(0)
})

test('keys are found as a plain map finds them, newest first, within the window', () => {
  const keys = new RecentKeys(1_024)
  let found = 0
  let lost = 0
  const last = new Map<number, number>()
  for (let serial = 1; serial < 50_000; serial++) {
    const key = Math.imul(serial % 700 === 0 ? serial : serial % 1_500, 0x9e3779b1)
    const expected = last.get(key) ?? 0
    const at = keys.find(key, ~key, serial, serial)
    if (expected > serial - 1_024) at === expected ? found++ : lost++
    else expect(at).toBe(0)
    keys.add(key, ~key, serial)
    last.set(key, serial)
  }
  expect(lost).toBeLessThanOrEqual(found / 100)
})
