/** Events on their way to topics: what is judged at once, where each goes, and how they share messages. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFormat } from '../../../src/decoding/formats/index.ts'
import { decodeAll } from '../../../src/decoding/records/decoder.ts'
import { blocksOf } from '../../../src/kafka/consume/messageBlocks.ts'
import {
  identityHash,
  type OutgoingEvent,
  OutgoingReader,
  type ReadEvent,
} from '../../../src/kafka/send/outgoing.ts'
import { type OutgoingMessage, packEvents } from '../../../src/kafka/send/packing.ts'
import type { EventPermissions, InputFormat } from '../../../src/service/headwater.ts'
import { callEvent, faultyLines, linesOf, registryEvents, wholeInput } from '../../support/events.ts'
import { runs } from '../../support/properties.ts'

const limits = { eventBytesMax: { calls: 1 << 20, registry: 1 << 20 } }
const everything = { calls: true, registry: true }

function readAll(
  input: string | Uint8Array,
  options: { format?: InputFormat; allowed?: EventPermissions; limits?: typeof limits } = {},
): ReadEvent[] {
  const format = createFormat(options.format ?? 'auto', undefined)
  const reader = new OutgoingReader(format, options.allowed ?? everything, options.limits ?? limits)
  const bytes = typeof input === 'string' ? Buffer.from(input) : input
  return [...decodeAll(bytes, format)].flatMap((block) => [...reader.read(block)])
}

function outgoing(read: readonly ReadEvent[]): OutgoingEvent[] {
  return read.flatMap((event) => ('outgoing' in event && event.outgoing ? [event.outgoing] : []))
}

/** What a worker makes of the messages: records and the faults told with them. */
function received(messages: readonly OutgoingMessage[]): { text: string; code: string | undefined }[] {
  const arrived = messages.map(({ value, headers }, offset) => ({ offset: String(offset), value, headers }))
  return [...blocksOf(arrived)].flatMap(({ bytes, count, starts, ends, faults }) =>
    Array.from({ length: count }, (_, i) => ({
      text: bytes.toString('utf8', starts[i], ends[i]),
      code: faults.get(i)?.code,
    })),
  )
}

describe('events on their way to Kafka', () => {
  test('calls and registry events go to topics of their own, with their bytes as they came', () => {
    const call = JSON.stringify(
      callEvent('c', { asset: 'model:acme/chat', amount: '1.50', currency: 'USDC' }),
    )
    // Spaces, an escape, a repeated key, a number written with zeros: none of it is ours to tidy.
    const odd = call.replace('"id":"c"', '"id" : "x", "id":"\\u0063","note":1.50')
    const registry = JSON.stringify(registryEvents[0])
    const read = readAll(`${call}\n${odd}\n${registry}\n`)
    expect(outgoing(read).map(({ topic, bytes }) => [topic, bytes.toString()])).toEqual([
      ['calls', call],
      ['calls', odd],
      ['registry', registry],
    ])
    expect(read).toMatchObject([
      { source: '/gateway', id: 'c' },
      { source: '/gateway', id: 'c' },
      { source: '/registry', id: 'r1' },
    ])
    const [one, other] = outgoing(read)
    expect(one!.hash).toBe(other!.hash)
  })

  test('corrections and postings go with the calls, to the partition of a call with the same identity', () => {
    const event = (type: string, data: object) =>
      JSON.stringify({ ...callEvent('c', {}), type: `io.headwater.${type}`, data })
    const call = { source: '/gateway', id: 'x' }
    const money = { currency: 'USDC', amount: '1' }
    const lines = [
      event('call.metered', { asset: 'model:acme/chat', ...money }),
      event('call.refunded', { call, ...money }),
      event('dispute.closed', { dispute: call }),
      event('payment.recorded', { payee: 'ada', ...money }),
    ]
    const sent = outgoing(readAll(lines.map((text) => `${text}\n`).join('')))
    expect(sent.map(({ topic, bytes }) => [topic, bytes.toString()])).toEqual(
      lines.map((text) => ['calls', text]),
    )
    expect(new Set(sent.map(({ hash }) => hash)).size).toBe(1)
  })

  test('what is refused goes out with its fault, and is refused again under the same code', () => {
    const nested = `[${JSON.stringify(callEvent('n', { asset: 'model:acme/chat', amount: '1', currency: 'USDC' }))}]`
    const read = readAll([...faultyLines, nested, '[1,2'].map((line) => `${line}\n`).join(''))
    expect(read.map((event) => 'fault' in event && event.fault?.code)).toEqual([
      'amount.malformed',
      'line.notJson',
      'event.malformed',
      'line.notJson',
    ])
    expect(received(packEvents(outgoing(read), { calls: 4, registry: 1 }))).toEqual([
      { text: faultyLines[0], code: 'amount.malformed' },
      { text: faultyLines[1], code: 'line.notJson' },
      { text: nested, code: 'event.malformed' },
      { text: '[1,2', code: 'line.notJson' },
    ])
  })

  test('what the sender has no scope for goes nowhere', () => {
    const input = linesOf([registryEvents[0]!, callEvent('c', { asset: 'model:acme/chat' })])
    const onlyCalls = readAll(input, { allowed: { calls: true, registry: false } })
    expect(onlyCalls).toMatchObject([{ id: 'r1', fault: { code: 'auth.scope' } }, { id: 'c' }])
    expect(outgoing(onlyCalls)).toHaveLength(1)
    const onlyRegistry = readAll(input, { allowed: { calls: false, registry: true } })
    expect(onlyRegistry).toMatchObject([{ id: 'r1' }, { id: 'c', fault: { code: 'auth.scope' } }])
    expect(outgoing(onlyRegistry)).toHaveLength(1)
  })

  test("a gateway's record becomes the event that it stands for; a broken one is kept as it came", () => {
    const good = {
      id: 'chat-1',
      call_type: 'acompletion',
      status: 'success',
      model: 'gpt-4o',
      custom_llm_provider: 'openai',
      startTime: 1_767_225_600,
      endTime: 1_767_225_601,
      prompt_tokens: 10,
      completion_tokens: 5,
      response_cost: 0.000_1,
    }
    const broken = JSON.stringify({ ...good, id: 'chat-2', prompt_tokens: 'many' })
    const read = readAll(`${JSON.stringify(good)}\n${broken}\n`, { format: 'litellm' })
    const [first, second] = outgoing(read)
    expect(JSON.parse(first!.bytes.toString())).toMatchObject({
      type: 'io.headwater.call.metered',
      source: 'litellm',
      data: { asset: 'model:openai/gpt-4o', tokens: { input: 10, output: 5 } },
    })
    expect(second).toMatchObject({ fault: { code: 'record.malformed' } })
    expect(second!.bytes.toString()).toBe(broken)
    // A replay reads it as what it is.
    const sent = packEvents([second!], { calls: 1, registry: 1 })
    const [block] = blocksOf(sent.map(({ value, headers }, i) => ({ offset: String(i), value, headers })))
    expect(block!.formats?.get(0)).toBe('litellm')
  })

  test('an event that no broker would take is refused, and its beginning is listed', () => {
    const small = { eventBytesMax: { calls: 5_000, registry: 5_000 } }
    const large = callEvent('large', { asset: 'model:acme/chat', note: 'x'.repeat(6_000) })
    const [read] = readAll(linesOf([large]), { limits: small })
    expect(read).toMatchObject({ id: 'large', fault: { code: 'kafka.eventTooLarge' } })
    const [sent] = outgoing([read!])
    expect(sent!.bytes.length).toBe(4_096)
    expect(sent!.fault!.message).toContain('Only the beginning')
  })

  test('the byte-level reader takes only what the reference takes, and names it alike', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('USDC', 'model:acme/chat', '1.5', '01', '2', 'x y', '€', '', '9'.repeat(40)),
    )
    const field = fc.oneof(text, fc.constant(null), fc.constant(undefined), fc.integer())
    const data = fc.record({
      asset: fc.oneof(fc.constant('model:acme/chat'), field),
      amount: fc.oneof(fc.constantFrom('0.5', '1.', '.5', '1e3', `0.${'1'.repeat(37)}`), field),
      currency: field,
      version: field,
      tokens: fc.option(fc.record({ input: fc.oneof(fc.nat(), text) }), { nil: undefined }),
    })
    const event = fc.record({ id: text, source: text, data })
    fc.assert(
      fc.property(event, ({ id, source, data: fields }) => {
        const line = JSON.stringify({ ...callEvent(id, fields), source })
        // A space before a tab is nothing that the byte-level reader knows: this goes the obvious way.
        const [fast] = readAll(`${line}\n`)
        const [slow] = readAll(`${line.replace('{', '{\t')}\n`)
        const said = (read: ReadEvent | undefined) => ({ ...(read as object), outgoing: undefined })
        expect(said(fast)).toEqual(said(slow))
      }),
      runs('cheap', 500),
    )
  })
})

describe('packing', () => {
  const events = fc.array(
    fc.record({
      topic: fc.constantFrom('calls' as const, 'registry' as const),
      id: fc.string({ minLength: 1, maxLength: 4 }),
      size: fc.nat({ max: 400 }),
      refused: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  const partitions = { calls: 5, registry: 1 }

  function toOutgoing(
    list: readonly { topic: 'calls' | 'registry'; id: string; size: number; refused: boolean }[],
  ) {
    return list.map(({ topic, id, size, refused }, index): OutgoingEvent => {
      const bytes = Buffer.from(JSON.stringify({ id, index, fill: 'x'.repeat(size) }))
      const fault = { code: 'event.malformed' as const, message: 'It is not right.' }
      return { topic, hash: identityHash(topic, '/s', id), bytes, ...(refused && { fault }) }
    })
  }

  test('every event is in exactly one message, in order within its partition, and none is above the limit with another', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 50, max: 2_000 }), (list, bytesMax) => {
        const sent = toOutgoing(list)
        const messages = packEvents(sent, partitions, bytesMax)
        for (const topic of ['calls', 'registry'] as const) {
          for (let partition = 0; partition < partitions[topic]; partition++) {
            const here = messages.filter(
              (message) => message.topic === topic && message.partition === partition,
            )
            const arrived = received(here)
            const expected = sent.filter(
              (event) => event.topic === topic && event.hash % partitions[topic] === partition,
            )
            for (const refused of [true, false]) {
              expect(
                arrived.filter(({ code }) => (code !== undefined) === refused).map(({ text }) => text),
              ).toEqual(
                expected
                  .filter(({ fault }) => (fault !== undefined) === refused)
                  .map(({ bytes }) => bytes.toString()),
              )
            }
          }
        }
        for (const { value } of messages) {
          if (value.length > bytesMax)
            expect(received([{ topic: 'calls', partition: 0, value, headers: {} }])).toHaveLength(1)
        }
      }),
      runs('cheap'),
    )
  })

  test('one identity has one partition, whatever process sends it and with whatever other events', () => {
    // By the numbers, for other processes and later versions must agree.
    expect(identityHash('calls', '/gateway', 'c1')).toBe(3_234_333_627)
    expect(identityHash('calls', 'ab', 'c')).not.toBe(identityHash('calls', 'a', 'bc'))
    fc.assert(
      fc.property(events, events, fc.string({ minLength: 1 }), (before, after, id) => {
        const mine = { topic: 'calls' as const, id, size: 1, refused: false }
        const partitionIn = (list: typeof before) => {
          const messages = packEvents(toOutgoing(list), partitions)
          return messages.find(({ value }) => value.includes(JSON.stringify({ id }).slice(0, -1)))!.partition
        }
        expect(partitionIn([...before.filter((event) => event.id !== id), mine])).toBe(
          partitionIn([mine, ...after.filter((event) => event.id !== id)]),
        )
      }),
      runs('cheap'),
    )
  })

  test('a hundred calls of a request share a few messages', () => {
    const calls = Array.from({ length: 800 }, (_, i) =>
      callEvent(`c-${i}`, { asset: 'model:acme/chat', amount: '1', currency: 'USDC' }),
    )
    const messages = packEvents(outgoing(readAll(linesOf(calls))), { calls: 8, registry: 1 })
    expect(messages).toHaveLength(8)
    expect(received(messages)).toHaveLength(800)
    expect(messages[0]!.headers).toEqual({ 'content-type': 'application/cloudevents-batch+json' })
    const alone = packEvents(outgoing(readAll(linesOf(calls.slice(0, 1)))), { calls: 8, registry: 1 })
    expect(alone.map(({ value, headers }) => [value.toString(), headers])).toEqual([
      [JSON.stringify(calls[0]), { 'content-type': 'application/cloudevents+json' }],
    ])
    expect(readAll(wholeInput)).toHaveLength(15)
  })
})
