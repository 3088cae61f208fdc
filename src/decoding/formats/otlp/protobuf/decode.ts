/**
 * Decodes a message of OTLP from protobuf into the value that its JSON would have, so that one reader serves both. Ids are
 * hexadecimal there, times are text, and integers beyond 2^53 are text.
 */
import { fail } from '../../../../errors.ts'
import { nestingDepthMax } from '../../../limits.ts'
import type { Field, Message, Scalar } from './messages.ts'
import { textAt } from './texts.ts'

/** Bytes before the fields of a pair of key and value, and before the one field of a value. */
const pairTags = { key: 0x0a, value: 0x12 } as const
const valueTags = { text: 0x0a, flag: 0x10, integer: 0x18, double: 0x21 } as const
const notPlain = Symbol()

/** Seven bytes of a varint have 49 bits, which a double holds. */
const doubleBits = 2 ** 49

type Value = { [name: string]: unknown }

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

const wireTypeOf: Readonly<Record<Scalar, number>> = {
  text: wireTypes.bytes,
  id: wireTypes.bytes,
  bytes: wireTypes.bytes,
  flag: wireTypes.varint,
  integer: wireTypes.varint,
  double: wireTypes.fixed64,
  time: wireTypes.fixed64,
}

/** @throws HeadwaterError `record.notProtobuf`, `event.tooDeep` */
export function decodeProtobuf(bytes: Buffer, start: number, end: number, message: Message): Value {
  return new Reader(bytes, start).message(message, end)
}

/** Its fields are `private` and not `#`: it reads every byte of a request. */
class Reader {
  private readonly bytes: Buffer
  private at: number
  private depth = 0

  constructor(bytes: Buffer, start: number) {
    this.bytes = bytes
    this.at = start
  }

  message({ fields }: Message, end: number): Value {
    if (++this.depth > nestingDepthMax)
      fail('event.tooDeep', `The message nests deeper than ${nestingDepthMax} levels.`)
    const value: Value = {}
    while (this.at < end) {
      const tag = this.smallVarint(end)
      const field = fields[tag >>> 3]
      const wireType = tag & 7
      if (field === undefined) this.skip(wireType, end)
      else this.field(value, field, wireType, end)
    }
    this.depth--
    return value
  }

  private field(value: Value, { name, type, isList }: Field, wireType: number, end: number): void {
    if (typeof type === 'string') {
      if (wireType !== wireTypeOf[type]) this.fail(`the field ${name} has the wire type ${wireType}`)
      value[name] = this.scalar(type, end)
      return
    }
    if (wireType !== wireTypes.bytes) this.fail(`the field ${name} has the wire type ${wireType}`)
    const stop = this.endOfBytes(end)
    const inner = type.isRead ? this.pair(type, stop) : this.message(type, stop)
    if (inner === undefined) return
    const items = value[name] as unknown[] | undefined
    if (!isList) value[name] = inner
    else if (items === undefined) value[name] = [inner]
    else items.push(inner)
  }

  /**
   * A pair, its value plain where it is one text, number or flag: all senders write the key first and the value second.
   * Undefined where it is not read.
   */
  private pair(type: Message, stop: number): Value | undefined {
    const start = this.at
    if (start < stop && this.bytes[start] === pairTags.key) {
      this.at++
      const key = this.text(stop)
      if (!type.isRead!(key)) {
        this.at = stop
        return undefined
      }
      const value = this.plainValue(stop)
      if (value !== notPlain) return { key, value }
      this.at = start
    }
    return this.message(type, stop)
  }

  /** `notPlain` for everything but one value to the end of the pair. */
  private plainValue(stop: number): unknown {
    if (this.at >= stop || this.bytes[this.at++] !== pairTags.value) return notPlain
    if (this.smallVarint(stop) !== stop - this.at || this.at === stop) return notPlain
    const value = this.oneValue(this.bytes[this.at++]!, stop)
    return this.at === stop ? value : notPlain
  }

  private oneValue(tag: number, stop: number): unknown {
    switch (tag) {
      case valueTags.text:
        return this.text(stop)
      case valueTags.flag:
        return this.integer(stop) !== 0
      case valueTags.integer:
        return this.integer(stop)
      case valueTags.double:
        return this.scalar('double', stop)
      default:
        return notPlain
    }
  }

  private scalar(type: Scalar, end: number): unknown {
    switch (type) {
      case 'text':
        return this.text(end)
      case 'id':
        return this.encoded('hex', end)
      case 'bytes':
        return this.encoded('base64', end)
      case 'flag':
        return this.integer(end) !== 0
      case 'integer':
        return this.integer(end)
      case 'double':
        return jsonDouble(this.bytes.readDoubleLE(this.take(8, end)))
      case 'time':
        return this.bytes.readBigUInt64LE(this.take(8, end)).toString()
    }
  }

  private text(end: number): string {
    const stop = this.endOfBytes(end)
    const text = textAt(this.bytes, this.at, stop)
    this.at = stop
    return text
  }

  private encoded(encoding: 'hex' | 'base64', end: number): string {
    const stop = this.endOfBytes(end)
    const text = this.bytes.toString(encoding, this.at, stop)
    this.at = stop
    return text
  }

  private endOfBytes(end: number): number {
    const stop = this.smallVarint(end) + this.at
    if (stop > end) this.fail('a field is longer than its message')
    return stop
  }

  private take(length: number, end: number): number {
    const start = this.at
    this.at += length
    if (this.at > end) this.fail('a field is longer than its message')
    return start
  }

  /** Of at most 32 bits: tags and lengths. */
  private smallVarint(end: number): number {
    const first = this.bytes[this.at]!
    if (this.at < end && first < 0x80) {
      this.at++
      return first
    }
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.take(1, end)]!
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    return this.fail('a length has more than 32 bits')
  }

  /** Of 64 bits with a sign, as text where a double is too short for it. */
  private integer(end: number): number | string {
    let value = 0
    let at = this.at
    for (let scale = 1; at < end && scale < doubleBits; scale *= 0x80) {
      const byte = this.bytes[at++]!
      value += (byte & 0x7f) * scale
      if (byte >= 0x80) continue
      this.at = at
      return value
    }
    return this.longInteger(end)
  }

  private longInteger(end: number): number | string {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.take(1, end)]!
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return plainInteger(BigInt.asIntN(64, value))
    }
    return this.fail('an integer has more than 64 bits')
  }

  private skip(wireType: number, end: number): void {
    switch (wireType) {
      case wireTypes.varint:
        this.integer(end)
        return
      case wireTypes.fixed64:
        this.take(8, end)
        return
      case wireTypes.bytes:
        this.at = this.endOfBytes(end)
        return
      case wireTypes.fixed32:
        this.take(4, end)
        return
      default:
        this.fail(`a field has the wire type ${wireType}`)
    }
  }

  private fail(what: string): never {
    return fail('record.notProtobuf', `This is not protobuf of OTLP: ${what}, at byte ${this.at}.`)
  }
}

function plainInteger(value: bigint): number | string {
  return value >= -0x1fffffffffffffn && value <= 0x1fffffffffffffn ? Number(value) : value.toString()
}

/** JSON has no such numbers; protobuf writes them as text. */
function jsonDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value)
}
