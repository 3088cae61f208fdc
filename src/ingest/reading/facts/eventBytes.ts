/**
 * Reads the registry events that come by the million from their bytes: payees, their accounts, and contributions. Makes
 * no object, and writes the fact's JSON as the log keeps it. It takes what every writer of JSON makes of such an event;
 * everything else is left to src/ingest/checkFields.ts. A test compares the two.
 */
import { formatTime, type Micros, parseTimeBytes } from '../../../events/time.ts'
import type { ByteSink } from './byteSink.ts'
import { isAt, isOrdinaryPayee, isWrittenTime } from './texts.ts'

/** The types that are read, by their numbers from 1. */
export const factTypes = [
  'io.headwater.payee.registered',
  'io.headwater.payee.bound',
  'io.headwater.contribution.recorded',
] as const
const registered = 1
const contributed = 3

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const typeBytes = factTypes.map(bytesOf)

const textBytesMax = 1_024
const unitsMax = 1_000_000_000_000_000

const space = 0x20
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const backslash = 0x5c
const opened = 0x7b
const closed = 0x7d

/** Fields by level: those of the event, of its data, and of a contribution. */
const field = {
  ...{ specversion: 0, id: 1, source: 2, type: 3, time: 4, data: 5 },
  ...{ payee: 6, name: 7, account: 8, asset: 9, contributions: 10 },
  units: 11,
} as const
const keysOf = (...names: (keyof typeof field)[]) =>
  names.map((name) => ({ bytes: bytesOf(name), field: field[name] }))
const levels = [
  keysOf('specversion', 'id', 'source', 'type', 'time', 'data'),
  keysOf('payee', 'name', 'account', 'asset', 'contributions'),
  keysOf('payee', 'units'),
]
/** A field that no event of these types may have. */
const encodedData = bytesOf('data_base64')
const words = ['true', 'false', 'null'].map(bytesOf)
const version = bytesOf('1.0')
const chainSource = bytesOf('chain:')
const envelopeFields = 0b111111
const bit = (name: keyof typeof field) => 1 << field[name]
const bindingFields = bit('payee') | bit('name') | bit('account')
const contributionFields = bit('asset') | bit('contributions')

const opening = bytesOf('{"format":1,"source":"')
const between = {
  id: bytesOf('","id":"'),
  time: bytesOf('","time":"'),
  payee: bytesOf('","payee":"'),
  name: bytesOf('","name":"'),
  account: bytesOf('","account":"'),
  asset: bytesOf('","asset":"'),
  contributions: bytesOf('","contributions":['),
  nextItem: bytesOf(',{"payee":"'),
  units: bytesOf('","units":'),
}

export class EventBytes {
  /** The place in `factTypes`, from 1, of the event read last. */
  kind = 0
  time: Micros = 0
  #bits = 0
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #limit = 0
  #seen = 0
  /** Start and end of the text of each field. */
  readonly #starts = new Int32Array(12)
  readonly #ends = new Int32Array(12)
  #itemCount = 0
  readonly #itemStarts: number[] = []
  readonly #itemEnds: number[] = []
  readonly #units: number[] = []

  get isAscii(): boolean {
    return this.#bits < 0x80
  }

  /** Reads the event in `bytes[start .. limit)`, which are valid UTF-8. False for what has to be read another way. */
  read(bytes: Uint8Array, start: number, limit: number): boolean {
    this.#bytes = bytes
    this.#at = start
    this.#limit = limit
    this.#seen = 0
    this.#bits = 0
    if (!this.#readObject(0) || this.#at !== limit) return false
    return (this.#seen & envelopeFields) === envelopeFields && this.#isWhole()
  }

  /** Writes the fact. It takes no more bytes than the event. */
  write(to: ByteSink): void {
    to.put(opening)
    this.#put(to, field.source)
    to.put(between.id)
    this.#put(to, field.id)
    to.put(between.time)
    this.#putTime(to)
    if (this.kind === contributed) this.#putContributions(to)
    else {
      to.put(between.payee)
      this.#put(to, field.payee)
      if (this.#has('name')) to.put(between.name)
      if (this.#has('name')) this.#put(to, field.name)
      if (this.#has('account')) to.put(between.account)
      if (this.#has('account')) this.#put(to, field.account)
      to.byte(quote)
    }
    to.byte(closed)
  }

  #has(name: keyof typeof field): boolean {
    return (this.#seen & bit(name)) !== 0
  }

  #isWhole(): boolean {
    this.time = parseTimeBytes(this.#bytes, this.#starts[field.time]!, this.#ends[field.time]!)
    if (this.time < 0) return false
    const data = this.#seen & ~envelopeFields
    if (this.kind === contributed) return data === contributionFields
    if ((data & ~bindingFields) !== 0 || !this.#has('payee')) return false
    return this.kind === registered || (this.#has('account') && !this.#has('name'))
  }

  /** Leaves the place behind the object. */
  #readObject(level: number): boolean {
    const bytes = this.#bytes
    if (bytes[this.#at++] !== opened) return false
    for (;;) {
      this.#skipSpace()
      const keyAt = this.#at + 1
      if (!this.#skipText()) return false
      const key = this.#fieldOf(level, keyAt, this.#at - 1)
      this.#skipSpace()
      if (bytes[this.#at++] !== colon) return false
      this.#skipSpace()
      if (key < 0 ? !this.#skipOther(keyAt) : !this.#readField(level, key)) return false
      this.#skipSpace()
      const next = bytes[this.#at++]
      if (next === closed) return true
      if (next !== comma) return false
    }
  }

  /** −1 for a key that is none of the level's. */
  #fieldOf(level: number, start: number, end: number): number {
    const bytes = this.#bytes
    const length = end - start
    for (const { bytes: name, field } of levels[level]!) {
      if (name.length === length && bytes[start] === name[0] && isAt(bytes, start, name)) return field
    }
    return -1
  }

  /** What another key has counts for nothing. A list or an object is read another way. */
  #skipOther(keyAt: number): boolean {
    const bytes = this.#bytes
    if (isAt(bytes, keyAt, encodedData)) return false
    const word = words.find((each) => isAt(bytes, this.#at, each))
    if (word === undefined) return this.#skipText()
    this.#at += word.length
    return true
  }

  #readField(level: number, key: number): boolean {
    // Items of a list have the same fields, one after the other.
    if (level < 2) {
      if ((this.#seen & (1 << key)) !== 0) return false
      this.#seen |= 1 << key
    }
    if (key === field.data) return this.#readObject(1)
    if (key === field.contributions) return this.#readItems()
    if (key === field.units) return this.#readUnits()
    const start = this.#at + 1
    if (!this.#skipText()) return false
    this.#starts[key] = start
    this.#ends[key] = this.#at - 1
    return this.#isRight(key, start, this.#at - 1)
  }

  #isRight(key: number, start: number, end: number): boolean {
    const bytes = this.#bytes
    const length = end - start
    if (key === field.specversion) return length === version.length && isAt(bytes, start, version)
    if (key === field.payee) return isOrdinaryPayee(bytes, start, end)
    if (key === field.source && isAt(bytes, start, chainSource)) return false
    if (key === field.type) {
      this.kind = typeBytes.findIndex((type) => type.length === length && isAt(bytes, start, type)) + 1
      return this.kind > 0
    }
    return length > 0 && length <= textBytesMax
  }

  #readItems(): boolean {
    const bytes = this.#bytes
    if (bytes[this.#at++] !== 0x5b) return false
    this.#itemCount = 0
    for (;;) {
      this.#skipSpace()
      const item = this.#itemCount
      this.#itemStarts[item] = -1
      this.#units[item] = 0
      this.#starts[field.payee] = -1
      if (!this.#readObject(2) || this.#starts[field.payee]! < 0 || this.#units[item] === 0) return false
      this.#itemStarts[item] = this.#starts[field.payee]!
      this.#itemEnds[item] = this.#ends[field.payee]!
      this.#itemCount++
      this.#skipSpace()
      const next = bytes[this.#at++]
      if (next === 0x5d) return true
      if (next !== comma) return false
    }
  }

  /** A whole number, or one in quotes. */
  #readUnits(): boolean {
    const bytes = this.#bytes
    const isText = bytes[this.#at] === quote
    if (isText) this.#at++
    const start = this.#at
    let units = 0
    while (bytes[this.#at]! >= 0x30 && bytes[this.#at]! <= 0x39 && this.#at - start <= 16)
      units = units * 10 + (bytes[this.#at++]! - 0x30)
    if (units < 1 || units > unitsMax || bytes[start] === 0x30) return false
    if (isText && bytes[this.#at++] !== quote) return false
    this.#units[this.#itemCount] = units
    return true
  }

  /** A text of characters that JSON writes as they are. Leaves the place behind its quote. */
  #skipText(): boolean {
    const bytes = this.#bytes
    if (bytes[this.#at] !== quote) return false
    for (let at = this.#at + 1; at < this.#limit; at++) {
      const byte = bytes[at]!
      if (byte === quote) {
        this.#at = at + 1
        return true
      }
      if (byte < space || byte === backslash) return false
      this.#bits |= byte
    }
    return false
  }

  #skipSpace(): void {
    while (this.#bytes[this.#at] === space) this.#at++
  }

  #put(to: ByteSink, key: number): void {
    to.copy(this.#bytes, this.#starts[key]!, this.#ends[key]!)
  }

  #putTime(to: ByteSink): void {
    const [start, end] = [this.#starts[field.time]!, this.#ends[field.time]!]
    if (isWrittenTime(this.#bytes, start, end)) to.copy(this.#bytes, start, end)
    else to.text(formatTime(this.time))
  }

  #putContributions(to: ByteSink): void {
    to.put(between.asset)
    this.#put(to, field.asset)
    to.put(between.contributions)
    for (let item = 0; item < this.#itemCount; item++) {
      to.put(between.nextItem, item === 0 ? 1 : 0)
      to.copy(this.#bytes, this.#itemStarts[item]!, this.#itemEnds[item]!)
      to.put(between.units)
      to.text(String(this.#units[item]!))
      to.byte(closed)
    }
    to.byte(0x5d)
  }
}
