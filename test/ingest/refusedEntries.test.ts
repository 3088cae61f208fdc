import { describe, expect, test } from 'vitest'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'
import { createMemoryRefused } from '../support/memoryRefused.ts'

const call = (id: string, data: object = {}) =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1.5', currency: 'USDC', ...data })

async function world(refused = createMemoryRefused()) {
  const memory = await createMemoryIngest({ refused })
  const send = (text: string, options: object = {}) =>
    memory.requests.ingestStream(chunksOf(text), { origin: 'file', ...options })
  await send(registryLines.join('\n'))
  const open = () => [...refused.entries.values()].map(({ code, eventId }) => [code, eventId])
  return { ...memory, refused, send, open }
}

describe('an entry of the refused list', () => {
  test('names its file, line, element, source and id, in the order of the input', async () => {
    const { send, refused } = await world()
    await send(
      `[${[call('b', { amount: 'x' }), call('a'), call('a', { amount: '2' }), '{"specversion":1}'].join()}]`,
    )
    expect([...refused.entries.values()]).toMatchObject([
      { origin: 'file', line: 1, element: 0, source: '/test', eventId: 'b', code: 'amount.malformed' },
      { line: 1, element: 2, source: '/test', eventId: 'a', code: 'event.conflict' },
      { line: 1, element: 3, code: 'event.specversion' },
    ])
  })

  test.each([
    ['in another file', (text: string) => [text, { origin: 'other' }] as const],
    ['in the same', (text: string) => [text, {}] as const],
  ])('is closed when its event is accepted %s', async (_name, again) => {
    const { send, open } = await world()
    await send([call('a', { amount: 'x' }), call('b', { amount: 'x' }), '{"torn'].join('\n'), {
      format: 'cloudevents',
    })
    await send(...again(call('a')))
    expect(open()).toEqual([
      ['amount.malformed', 'b'],
      ['line.notJson', undefined],
    ])
  })

  test('is closed by a duplicate too, as after a kill between the two', async () => {
    const { send, open, refused, dependencies } = await world()
    await send(call('a'))
    const other = await world()
    await other.send(call('a', { amount: 'x' }))
    await refused.add([...other.refused.entries.values()])
    expect(open()).toHaveLength(1)
    await send(call('a'))
    expect(open()).toEqual([])
    expect(dependencies.identities.size).toBe(registryLines.length + 1)
  })

  test('of a conflict stays, and so does one of another kind of event', async () => {
    const { send, open } = await world()
    const asset = eventText('asset.registered', 'n', { asset: 'model:new/one' })
    await send([call('a'), call('a', { amount: '2' }), asset].join('\n'))
    await send([call('a'), call('n')].join('\n'))
    expect(open()).toEqual([
      ['event.conflict', 'a'],
      ['event.missing', 'n'],
    ])
    await send(eventText('asset.registered', 'n', { asset: 'model:new/one', owner: 'x' }))
    expect(open()).toEqual([['event.conflict', 'a']])
  })

  test('of a row of CSV is closed when the row is fixed in its file', async () => {
    const { send, open } = await world()
    const mapping = {
      event: {
        source: 'csv',
        id: '{id}',
        time: '{t}',
        asset: 'model:meta/llama',
        amount: '{a}',
        currency: 'USDC',
      },
    }
    const file = (amount: string, time: string) =>
      `id,t,a\n1,2026-01-01T00:00:00Z,${amount}\n2,${time},1\n3,2026-01-01T00:00:00Z,1\n`
    await send(file('wrong', 'soon'), { mapping })
    expect(open()).toEqual([
      ['record.malformed', '1'],
      ['record.malformed', '2'],
    ])
    await send(file('2', 'soon'), { mapping })
    expect(open()).toEqual([['record.malformed', '2']])
    await send(file('2', '2026-01-02T00:00:00Z'), { mapping })
    expect(open()).toEqual([])
  })

  test('that the list can’t keep is counted in the report', async () => {
    const { send, refused } = await world(createMemoryRefused(3))
    const lines = Array.from({ length: 10 }, (_, i) => call(`c${i}`, { amount: 'x' }))
    expect(await send([...lines, call('good')].join('\n'))).toMatchObject({ rejectedCount: 10, notKept: 7 })
    expect(refused.entries.size).toBe(3)
    expect(await send(call('d', { amount: 'x' }))).toMatchObject({ rejectedCount: 1, notKept: 1 })
    expect(await refused.losses()).toMatchObject({ notKept: 8 })
  })
})

describe('a replay in another format', () => {
  const row = (id: string, rest: object = {}) => ({
    request_id: id,
    call_type: 'acompletion',
    startTime: '2026-10-01 10:00:00',
    model: 'meta/llama',
    prompt_tokens: 3,
    spend: 0.1,
    status: 'success',
    ...rest,
  })

  test('empties a list of records that came as the wrong format', async () => {
    const { send, open, requests, usage } = await world()
    const rows = [row('1'), row('2', { status: 'failure' }), row('3'), row('4', { prompt_tokens: -1 })]
    await send(JSON.stringify(rows), { format: 'cloudevents' })
    await send(call('x', { amount: 'wrong' }))
    expect(await requests.replayRefused({ format: 'litellm' })).toEqual({
      ...{ replayed: 4, accepted: 2, duplicate: 0, conflict: 0, rejected: 1, skipped: 1, otherFormat: 1 },
    })
    expect(usage.rows.map(({ id }) => id)).toEqual(['1', '3'])
    expect(open()).toEqual([
      ['amount.malformed', 'x'],
      ['record.malformed', '4'],
    ])
    await send(JSON.stringify([row('4')]))
    expect(open()).toEqual([['amount.malformed', 'x']])
  })

  test('keeps the place of an entry that is refused again', async () => {
    const { send, refused, requests } = await world()
    await send(JSON.stringify([row('1'), row('2', { prompt_tokens: -1 })]), { format: 'cloudevents' })
    await requests.replayRefused({ format: 'auto' })
    expect([...refused.entries.values()]).toMatchObject([
      { line: 1, element: 1, format: 'litellm', eventId: '2' },
    ])
  })

  test('of lines of CSV needs the names of their columns', async () => {
    const { send, requests, open } = await world()
    await send('7,2026-01-01T00:00:00Z\n8,soon\n', { format: 'cloudevents' })
    const event = { source: 'csv', id: '{id}', time: '{t}', asset: 'model:meta/llama' }
    const replay = (mapping?: unknown) => requests.replayRefused({ format: 'csv', mapping })
    await expect(replay({ event })).rejects.toMatchObject({ code: 'mapping.malformed', path: '/columns' })
    expect(await replay({ columns: ['id', 't'], event })).toMatchObject({ accepted: 1, rejected: 1 })
    expect(open()).toEqual([['record.malformed', '8']])
  })

  test('takes a mapping in place of the one that the entries came with, where it fits their format', async () => {
    const { send, requests, open } = await world()
    await send(JSON.stringify([row('1', { model: 'other: 1' })]), { format: 'litellm' })
    await send(call('x', { amount: 'wrong' }))
    const mapping = { models: { 'other: 1': 'model:meta/llama' } }
    expect(await requests.replayRefused({ mapping })).toMatchObject({ accepted: 1, otherFormat: 1 })
    expect(open()).toEqual([['amount.malformed', 'x']])
    await expect(requests.replayRefused({ mapping: { nonsense: 1 } })).rejects.toMatchObject({
      code: 'mapping.malformed',
    })
  })
})
