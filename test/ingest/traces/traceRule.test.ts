/** Of nested spans of one call one bills, whatever requests they come in, and in whatever order. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeadwaterError } from '../../../src/errors.ts'
import { createSpanMemory } from '../../../src/usage/spans.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../../support/memoryIngest.ts'
import {
  attributesOf,
  chat,
  failed,
  inside,
  logs,
  span,
  spanId,
  traceId,
  traces,
} from '../../support/otlp.ts'
import { runs } from '../../support/properties.ts'

const mapping = { models: { 'gpt-5-mini': 'model:meta/llama', 'claude-sonnet-4-5': 'model:other/claude' } }
const registry = [
  ...registryLines,
  eventText('asset.registered', 'claude', { asset: 'model:other/claude', owner: 'other' }),
  eventText('version.released', 'claude-1', { asset: 'model:other/claude', version: '1' }),
  eventText('rate.set', 'claude-rate', {
    asset: 'model:other/claude',
    currency: 'USDC',
    effectiveFrom: '2024-01-01T00:00:00Z',
    perMillion: { input: '1', output: '3' },
  }),
].join('\n')

type Options = Parameters<typeof createMemoryIngest>[0]

async function world({ spans = createSpanMemory(), ...options }: NonNullable<Options> = {}) {
  const memory = await createMemoryIngest({ spans, ...options })
  await memory.requests.ingestStream(chunksOf(registry), { origin: 'registry' })
  const skipped: string[] = []
  /** One request; the statuses of its events, or the codes of those that are refused. */
  const send = async (...spans: object[]) => {
    const results = await memory.requests.submit(Buffer.from(JSON.stringify(traces(...(spans as [])))), {
      origin: 'request',
      format: 'otlp',
      mapping,
      onSkipped: (groups) => skipped.push(...groups.map(({ reason }) => reason)),
    })
    return results.map(({ status, fault }) => fault?.code ?? status)
  }
  const sendLog = (record: object) =>
    memory.requests
      .submit(Buffer.from(JSON.stringify(logs(record))), { origin: 'request', format: 'otlp', mapping })
      .then((results) => results.map(({ status, fault }) => fault?.code ?? status))
  const billed = () => memory.usage.rows.map(({ id }) => id.slice(-1)).sort()
  const left = () => [...memory.refused.entries.values()].map(({ code }) => code)
  return { ...memory, spans, send, sendLog, skipped, billed, left }
}

/** Times in milliseconds after one moment. */
const at = (from: number, to: number) => ({
  startTimeUnixNano: `${1_737_710_446_000 + from}000000`,
  endTimeUnixNano: `${1_737_710_446_000 + to}000000`,
})
const gateway = span(1, chat, at(0, 100))
const http = span(2, { 'http.method': 'POST' }, { ...inside(1), ...at(10, 90) })
const provider = span(3, chat, { ...inside(2), ...at(20, 80) })
const direct = span(3, chat, { ...inside(1), ...at(20, 80) })

describe('of two spans of one call in two requests', () => {
  test.each([
    ['the inner one first', [direct, gateway], 'span around another inference', '3'],
    ['the outer one first', [gateway, direct], 'span inside another inference', '1'],
  ])('the first bills: %s', async (_name, spans, reason, billed) => {
    const world1 = await world()
    expect(await world1.send(spans[0]!)).toEqual(['accepted'])
    expect(await world1.send(spans[1]!)).toEqual([])
    expect(world1.skipped).toEqual([reason])
    expect(world1.billed()).toEqual([billed])
    // A sender that got no answer sends again.
    expect(await world1.send(spans[0]!)).toEqual(['duplicate'])
    expect(await world1.send(spans[1]!, spans[0]!)).toEqual(['duplicate'])
    expect(world1.billed()).toEqual([billed])
  })

  test('both bill where their models differ', async () => {
    const { send, billed } = await world()
    await send(span(3, { ...chat, 'gen_ai.request.model': 'claude-sonnet-4-5' }, inside(1)))
    await send(gateway)
    expect(billed()).toEqual(['1', '3'])
  })

  test('a failed attempt hides nothing', async () => {
    const { send, billed } = await world()
    await send(span(3, { ...chat, 'error.type': '429' }, { ...inside(1), ...failed }))
    expect(await send(gateway)).toEqual(['accepted'])
    expect(billed()).toEqual(['1'])
  })

  test('one that was refused hides nothing until it is fixed', async () => {
    const { send, billed, requests, left } = await world()
    const unknown = { ...chat, 'gen_ai.usage.input_tokens': -1 }
    expect(await send(span(3, unknown, inside(1)))).toEqual(['record.malformed'])
    expect(await send(gateway)).toEqual(['accepted'])
    await requests.replayRefused()
    expect([billed(), left()]).toEqual([['1'], []])
  })

  test('a span that was remembered and whose batch failed hides nothing', async () => {
    const { send, usage, billed } = await world()
    usage.before = () => Promise.reject(new HeadwaterError({ code: 'usage.unavailable', message: 'disk' }))
    await expect(send(direct)).rejects.toThrow('disk')
    usage.before = async () => {}
    expect(await send(gateway)).toEqual(['accepted'])
    expect(await send(direct)).toEqual([])
    expect(billed()).toEqual(['1'])
  })

  test('a call does not count before its span is durable', async () => {
    const memory = createSpanMemory()
    let stored = Promise.withResolvers<void>()
    const add = async (spans: Parameters<typeof memory.add>[0]) => {
      await stored.promise
      await memory.add(spans)
    }
    const { send, dependencies } = await world({ spans: { ...memory, add } })
    const { identities } = dependencies
    const before = identities.size
    const failing = send(gateway)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(identities.size).toBe(before)
    stored.reject(new HeadwaterError({ code: 'usage.unavailable', message: 'disk' }))
    await expect(failing).rejects.toThrow('disk')
    expect(identities.size).toBe(before)
    stored = Promise.withResolvers()
    stored.resolve()
    expect(await send(gateway)).toEqual(['accepted'])
    expect(await send(direct)).toEqual([])
  })

  test('requests at one moment bill one', async () => {
    const { send, billed } = await world()
    await Promise.all([send(gateway), send(direct), send(gateway, direct), send(direct)])
    expect(billed()).toHaveLength(1)
  })
})

describe('where the span between two has not come', () => {
  test.each([
    ['inner, outer', [provider, gateway, http], ['3']],
    ['outer, inner', [gateway, provider, http], ['1']],
  ])('the second is held, and skipped when it comes: %s', async (_name, spans, bills) => {
    const { send, billed, left } = await world()
    expect(await send(spans[0]!)).toEqual(['accepted'])
    expect(await send(spans[1]!)).toEqual(['record.spanHeld'])
    expect([billed(), left()]).toEqual([bills, ['record.spanHeld']])
    await send(spans[2]!)
    expect([billed(), left()]).toEqual([bills, []])
  })

  test('the second is billed when it turns out to be another call', async () => {
    const { send, billed, left } = await world()
    const other = span(5, chat, { ...inside(4), ...at(30, 70) })
    await send(provider)
    expect(await send(other)).toEqual(['record.spanHeld'])
    await send(http, gateway, span(4, { 'http.method': 'POST' }, at(25, 75)))
    expect([billed(), left()]).toEqual([['3', '5'], []])
  })

  test('the second is billed where a person says so, in a replay or in the mapping of its input', async () => {
    const { send, billed, left, requests } = await world()
    await send(provider)
    expect(await send(gateway)).toEqual(['record.spanHeld'])
    const bills = { ...mapping, unlinkedSpans: 'bill' }
    expect(await requests.replayRefused({ code: 'record.spanHeld' })).toMatchObject({ accepted: 0 })
    const replay = { code: 'record.spanHeld', mapping: bills }
    expect(await requests.replayRefused(replay)).toMatchObject({ replayed: 1, accepted: 1 })
    expect([billed(), left()]).toEqual([['1', '3'], []])

    const other = span(5, chat, { ...inside(4), ...at(30, 70) })
    const taken = await requests.submit(Buffer.from(JSON.stringify(traces(other))), {
      origin: 'request',
      format: 'otlp',
      mapping: bills,
    })
    expect(taken).toMatchObject([{ status: 'accepted' }])
    // What is known to lie in another stays skipped.
    const nested = await requests.submit(Buffer.from(JSON.stringify(traces(span(6, chat, inside(5))))), {
      origin: 'request',
      format: 'otlp',
      mapping: bills,
    })
    expect(nested).toEqual([])
    expect(await send(span(7, chat, { ...inside(8), ...at(35, 60) }))).toEqual(['record.spanHeld'])
  })

  test('calls one after the other, and calls in one span, are not held', async () => {
    const { send, billed } = await world()
    await send(span(3, chat, { ...inside(2), ...at(0, 10) }))
    await send(span(4, chat, { ...inside(9), ...at(11, 20) }))
    await send(span(5, chat, { ...inside(9), ...at(12, 19) }))
    expect(billed()).toEqual(['3', '4', '5'])
  })
})

describe('a log record of a span', () => {
  const record = {
    traceId,
    spanId: spanId(3),
    eventName: 'gen_ai.client.inference.operation.details',
    timeUnixNano: at(80, 80).startTimeUnixNano,
    attributes: attributesOf(chat),
  }

  test('bills once with its span, and hides the span around it', async () => {
    const { send, sendLog, billed, skipped, left } = await world()
    expect(await sendLog(record)).toEqual(['accepted'])
    expect(await send(direct)).toEqual([])
    await send(gateway)
    expect(await sendLog(record)).toEqual(['duplicate'])
    expect([billed(), left()]).toEqual([['3'], []])
    expect(skipped).toEqual(['call that its span or its log record bills', 'span around another inference'])
  })

  test('is no conflict after its span', async () => {
    const { send, sendLog, billed, left } = await world()
    expect(await send(direct)).toEqual(['accepted'])
    const more = attributesOf({ ...chat, 'gen_ai.response.id': 'r', 'user.id': 'u' })
    expect(await sendLog({ ...record, attributes: more })).toEqual([])
    expect(await send(direct)).toEqual(['duplicate'])
    expect([billed(), left()]).toEqual([['3'], []])
  })

  test('that comes again is a duplicate, and one with other counts a conflict', async () => {
    const { sendLog, billed } = await world()
    expect(await sendLog(record)).toEqual(['accepted'])
    expect(await sendLog(record)).toEqual(['duplicate'])
    const other = { ...chat, 'gen_ai.usage.input_tokens': 7 }
    expect(await sendLog({ ...record, attributes: attributesOf(other) })).toEqual(['event.conflict'])
    expect(billed()).toEqual(['3'])
  })

  test('is skipped where its span is', async () => {
    const { send, sendLog, billed } = await world()
    await send(gateway)
    await send(direct)
    expect(await sendLog(record)).toEqual([])
    expect(billed()).toEqual(['1'])
  })

  test('waits for its span where that may lie in one that bills', async () => {
    const { send, sendLog, billed, left } = await world()
    await send(gateway)
    expect(await sendLog(record)).toEqual(['record.spanHeld'])
    await send(direct)
    expect([billed(), left()]).toEqual([['1'], []])
  })
})

test('where spans of the trace are forgotten, a call that is not recorded is refused', async () => {
  const memory = createSpanMemory()
  const recordedBeside = async () => [`${traceId}/${spanId(3)}`]
  const { send, billed } = await world({ spans: { ...memory, read: async () => [], recordedBeside } })
  expect(await send(gateway)).toEqual(['record.spanLate'])
  expect(billed()).toEqual([])
})

/** Calls with a gateway's span, spans between and a provider's span each, in one trace; the tokens tell them apart. */
const arbitraryTrace = fc
  .array(
    fc.record({
      between: fc.integer({ min: 0, max: 2 }),
      from: fc.integer({ min: 0, max: 100 }),
      length: fc.integer({ min: 10, max: 100 }),
      hasGateway: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((calls) => {
    const spans: object[] = [span(1, { 'gen_ai.operation.name': 'invoke_agent' }, at(0, 300))]
    let number = 1
    for (const [index, { between, from, length, hasGateway }] of calls.entries()) {
      const values = { ...chat, 'gen_ai.usage.input_tokens': 10 ** index }
      let parent = 1
      const add = (of: typeof values | object, depth: number) => {
        number++
        spans.push(
          span(number, of as typeof chat, { ...inside(parent), ...at(from + depth, from + length - depth) }),
        )
        parent = number
      }
      if (hasGateway) add(values, 0)
      for (let depth = 1; depth <= between; depth++) add({ 'http.method': 'POST' }, depth)
      add(values, between + 1)
    }
    return spans
  })

const arbitraryRequests = arbitraryTrace.chain((spans) =>
  fc.record({
    spans: fc.shuffledSubarray(spans, { minLength: spans.length }),
    cuts: fc.array(fc.boolean(), { minLength: spans.length, maxLength: spans.length }),
    repeats: fc.boolean(),
  }),
)

test('any partition of a trace into requests, in any order, bills each call once', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRequests, async ({ spans, cuts, repeats }) => {
      const { send, usage, left } = await world()
      let request: object[] = []
      for (const [index, one] of spans.entries()) {
        request.push(one)
        if (!cuts[index] && index < spans.length - 1) continue
        await send(...request)
        if (repeats) await send(...request)
        request = []
      }
      const billed = usage.rows.map(({ inputTokens }) => Number(inputTokens))
      const calls = new Set(
        spans.flatMap((one) => {
          const { attributes } = one as { attributes: { key: string; value: { intValue?: string } }[] }
          const tokens = attributes.find(({ key }) => key === 'gen_ai.usage.input_tokens')?.value.intValue
          return tokens === undefined ? [] : [Number(tokens)]
        }),
      )
      expect(billed.sort()).toEqual([...calls].sort())
      expect(left()).toEqual([])
    }),
    runs(25, 8),
  )
})

test('every span of a stream bills, wherever its chunks divide the records', async () => {
  const { requests, usage } = await world()
  const lines = Array.from({ length: 9 }, (_, i) =>
    JSON.stringify(traces({ ...span(i + 1, chat), traceId: traceId.replace(/./, `${i}`) })),
  )
  const bytes = Buffer.from(lines.join('\n'))
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += 700) yield bytes.subarray(from, from + 700)
  }
  await requests.ingestStream(chunks(), { origin: 'file', format: 'otlp', mapping })
  expect(new Set(usage.rows.map(({ id }) => id)).size).toBe(9)
})
