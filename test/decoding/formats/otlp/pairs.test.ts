import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOf } from '../../../../src/decoding/formats/otlp/facts.ts'
import { decodeProtobuf } from '../../../../src/decoding/formats/otlp/protobuf/decode.ts'
import {
  exportTraceServiceRequest,
  type Message,
  readTraces,
} from '../../../../src/decoding/formats/otlp/protobuf/messages.ts'
import { textAt } from '../../../../src/decoding/formats/otlp/protobuf/texts.ts'
import { runs } from '../../../support/properties.ts'

type Request = { resourceSpans: { scopeSpans: { spans: { attributes: unknown }[] }[] }[] }

/** A field with bytes. All of these are short. */
const field = (tag: number, bytes: Buffer) => Buffer.concat([Buffer.from([tag, bytes.length]), bytes])
const text = fc
  .oneof(fc.constantFrom('', 'chat', 'gpt-5', 'é', 'ÿ\u0000'), fc.string({ unit: 'grapheme', maxLength: 12 }))
  .map((value) => Buffer.from(value))
const bytes = fc.uint8Array({ maxLength: 8 }).map((value) => Buffer.from(value))
const value = fc.oneof(
  text.map((found) => field(0x0a, found)),
  fc.nat(127).map((number) => Buffer.from([0x18, number])),
  fc.constant(Buffer.from([0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])),
  fc.nat(1).map((flag) => Buffer.from([0x10, flag])),
  fc.double().map((number) => {
    const written = Buffer.alloc(9, 0x21)
    written.writeDoubleLE(number, 1)
    return written
  }),
  text.map((found) => field(0x2a, field(0x0a, field(0x0a, found)))),
  bytes.map((found) => field(0x3a, found)),
  bytes,
)
const key = fc.constantFrom(
  'gen_ai.request.model',
  'gen_ai.usage.input_tokens',
  'gen_ai.operation.name',
  'other',
  '',
)
/** Mostly as senders write them, else in another order, or with a part twice or left out. */
const pair = fc
  .record({
    key,
    value,
    more: value,
    form: fc.constantFrom('usual', 'usual', 'turned', 'twice', 'both', 'alone'),
  })
  .map(({ key: name, value: first, more, form }) => {
    const [named, valued] = [field(0x0a, Buffer.from(name)), field(0x12, first)]
    if (form === 'turned') return [valued, named]
    if (form === 'twice') return [named, valued, field(0x12, more)]
    if (form === 'both') return [named, field(0x12, Buffer.concat([first, more]))]
    return form === 'alone' ? [named] : [named, valued]
  })
  .map((parts) => field(0x4a, Buffer.concat(parts)))

function facts(request: Buffer, message: Message) {
  try {
    const { resourceSpans } = decodeProtobuf(request, 0, request.length, message) as never as Request
    return factsOf(resourceSpans[0]!.scopeSpans[0]!.spans[0]!.attributes, 'chat')
  } catch (error) {
    return (error as { code: string }).code
  }
}

/** A field of any length. */
function long(tag: number, inner: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, (inner.length & 0x7f) | 0x80, inner.length >> 7]), inner])
}

test('P: what is read of a span says the same as everything of it', () => {
  let plain = 0
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 6 }), (pairs) => {
      const request = long(0x0a, long(0x12, long(0x12, Buffer.concat(pairs))))
      const whole = facts(request, exportTraceServiceRequest)
      if (typeof whole === 'string') return
      plain++
      expect(facts(request, readTraces)).toEqual(whole)
    }),
    runs('cheap', 1_000),
  )
  expect(plain).toBeGreaterThan(200)
})

test('P: a text is that of its bytes, whatever was read before it', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 20 }), (all) => {
      for (const one of [...all, ...all]) {
        const held = Buffer.from(one)
        expect(textAt(held, 0, held.length)).toBe(held.toString())
      }
    }),
    runs('cheap', 500),
  )
  for (const [one, other] of [
    ['é', '\u00c3\u00a9'],
    ['\u00ff', '\ufffd'],
  ] as const) {
    expect(textAt(Buffer.from(one), 0, Buffer.byteLength(one))).toBe(one)
    expect(textAt(Buffer.from(other), 0, Buffer.byteLength(other))).toBe(other)
    expect(textAt(Buffer.from(one, 'latin1'), 0, 1)).toBe('\ufffd')
  }
})
