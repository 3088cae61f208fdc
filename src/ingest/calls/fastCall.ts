/**
 * The byte-level reader of plain calls: it takes a call event where it lies in the input and fills a row, without a
 * string or an object made. It knows only the plain form (UTF-8 texts without escapes, no repeated field, counts as
 * plain digits, a price that the registry knows) and says "not mine" to everything else, right or wrong: that goes
 * through JSON.parse and `parseEvent`, the reference. What it takes, it takes exactly as the reference does
 * (test/ingest/calls/fastCall.test.ts). It runs some hundred thousand times a second: plain loops on purpose.
 */
import { invariant } from '../../invariant.ts'
import { callType } from '../../registry/wire/parse.ts'
import { parseTimeBytes } from '../../registry/wire/time.ts'
import { type CallBook, isVersionName, rateAt } from './book.ts'
import { equals } from './byteMap.ts'
import { type CallRow, callText } from './row.ts'
import { powerOfTen, WideSum } from './wide.ts'

const textBytesMax = 1_024
const timeBytesMax = 64
const callTypeBytes = Buffer.from(callType)
const specversionBytes = Buffer.from('1.0')

/** Bytes that stand for themselves in a JSON string: neither control, quote nor backslash. Beyond ASCII: UTF-8. */
const plain = new Uint8Array(256).fill(1, 0x20)
plain[0x22] = 0
plain[0x5c] = 0

/** Fields by a bit each, so that a repeated one is noticed. */
const bit = {
  specversion: 1,
  id: 2,
  source: 4,
  type: 8,
  time: 16,
  data: 32,
  asset: 64,
  version: 128,
  amount: 256,
  currency: 512,
  caller: 1_024,
  agent: 2_048,
  tokens: 4_096,
  traceId: 8_192,
  providerCallId: 16_384,
  input: 32_768,
  output: 65_536,
  cacheRead: 131_072,
  cacheWrite: 262_144,
} as const
const optional =
  bit.version |
  bit.amount |
  bit.currency |
  bit.caller |
  bit.agent |
  bit.tokens |
  bit.traceId |
  bit.providerCallId |
  bit.input |
  bit.output |
  bit.cacheRead |
  bit.cacheWrite
const required = bit.specversion | bit.id | bit.source | bit.type | bit.time | bit.data | bit.asset

type Level = 'event' | 'data' | 'tokens'

const keyBytesMax = 16
type Key = { readonly key: Uint8Array; readonly bit: number }

/** Known keys of a level by length and second letter; a key of another name does not count. */
function keysOf(names: readonly (keyof typeof bit)[]): readonly (Key | undefined)[] {
  const found: (Key | undefined)[] = new Array((keyBytesMax + 1) * 32).fill(undefined)
  for (const name of names) {
    const place = name.length * 32 + (name.charCodeAt(1) & 31)
    invariant(found[place] === undefined, 'no two keys of a level share length and second letter')
    found[place] = { key: Uint8Array.from(Buffer.from(name)), bit: bit[name] }
  }
  return found
}
const keys: Record<Level, ReturnType<typeof keysOf>> = {
  event: keysOf(['specversion', 'id', 'source', 'type', 'time', 'data']),
  data: keysOf([
    'asset',
    'version',
    'amount',
    'currency',
    'caller',
    'agent',
    'tokens',
    'traceId',
    'providerCallId',
  ]),
  tokens: keysOf(['input', 'output', 'cacheRead', 'cacheWrite']),
}

export class FastCallReader {
  private readonly book: CallBook
  private readonly sum = new WideSum()
  private bytes: Buffer = Buffer.alloc(0)
  private at = 0
  private end = 0
  private seen = 0
  /** Fields that are null, which is the same as left out. */
  private absent = 0
  private textStart = 0
  private textEnd = 0
  private currencyStart = 0
  private currencyEnd = 0
  private amountStart = 0
  private amountEnd = 0

  constructor(book: CallBook) {
    this.book = book
  }

  /** Whether bytes[start .. end), valid UTF-8, is a plain call that the registry can price; `row` is filled then. */
  read(bytes: Buffer, start: number, end: number, row: CallRow): boolean {
    this.bytes = bytes
    this.at = start
    this.end = end
    this.seen = 0
    this.absent = 0
    row.clear()
    row.bytes = bytes
    if (!this.readObject('event', row)) return false
    if (this.at !== end || (this.seen & required) !== required) return false
    return this.look(row)
  }

  /** An object from its bracket on; of a key that is not known the value must be plain too. */
  private readObject(level: Level, row: CallRow): boolean {
    const { bytes } = this
    if (bytes[this.at] !== 0x7b) return false
    this.at++
    this.skipSpace()
    if (bytes[this.at] === 0x7d) {
      this.at++
      return true
    }
    while (true) {
      if (!this.readText()) return false
      const field = fieldOf(level, bytes, this.textStart, this.textEnd)
      this.skipSpace()
      if (bytes[this.at] !== 0x3a) return false
      this.at++
      this.skipSpace()
      if (field !== 0) {
        if ((this.seen & field) !== 0) return false
        this.seen |= field
      }
      if (!this.readField(field, row)) return false
      this.skipSpace()
      const next = bytes[this.at++]
      if (next === 0x7d) return true
      if (next !== 0x2c) return false
      this.skipSpace()
    }
  }

  private readField(field: number, row: CallRow): boolean {
    if (this.bytes[this.at] === 0x6e && (field & optional) !== 0) {
      this.absent |= field
      return this.skipWord('null')
    }
    switch (field) {
      case 0:
        return this.skipPlain()
      case bit.data:
        return this.readObject('data', row)
      case bit.tokens:
        return this.readObject('tokens', row)
      case bit.input:
        return this.readCount(row, 0)
      case bit.output:
        return this.readCount(row, 1)
      case bit.cacheRead:
        return this.readCount(row, 2)
      case bit.cacheWrite:
        return this.readCount(row, 3)
    }
    if (!this.readText()) return false
    const { textStart: start, textEnd: end } = this
    switch (field) {
      case bit.specversion:
        return equals(specversionBytes, this.bytes, start, end)
      case bit.type:
        return equals(callTypeBytes, this.bytes, start, end)
      case bit.time:
        if (end - start > timeBytesMax) return false
        row.time = parseTimeBytes(this.bytes, start, end)
        return row.time >= 0
      case bit.amount:
        this.amountStart = start
        this.amountEnd = end
        return true
      case bit.currency:
        this.currencyStart = start
        this.currencyEnd = end
        return true
      case bit.id:
        return this.keep(row, callText.id)
      case bit.source:
        return this.keep(row, callText.source)
      case bit.asset:
        return this.keep(row, callText.asset)
      case bit.version:
        return isVersionName(this.bytes, start, end) && this.keep(row, callText.version)
      case bit.caller:
        return this.keep(row, callText.caller)
      case bit.agent:
        return this.keep(row, callText.agent)
      case bit.traceId:
        return this.keep(row, callText.traceId)
      case bit.providerCallId:
        return this.keep(row, callText.providerCallId)
    }
    return false
  }

  private keep(row: CallRow, text: number): boolean {
    row.slices[text * 2] = this.textStart
    row.slices[text * 2 + 1] = this.textEnd
    const length = this.textEnd - this.textStart
    return length > 0 && length <= textBytesMax
  }

  private readText(): boolean {
    const { bytes, end } = this
    let at = this.at
    if (bytes[at] !== 0x22) return false
    at++
    this.textStart = at
    while (at < end && plain[bytes[at]!] === 1) at++
    this.textEnd = at
    this.at = at + 1
    return at < end && bytes[at] === 0x22
  }

  /** Digits of a whole number up to 15 of them. */
  private readCount(row: CallRow, count: number): boolean {
    const { bytes } = this
    const start = this.at
    let at = start
    let value = 0
    while (at < this.end) {
      const digit = bytes[at]! - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      at++
    }
    const length = at - start
    if (length === 0 || length > 15 || (length > 1 && bytes[start] === 0x30)) return false
    this.at = at
    row.tokens[count] = value
    row.slices[(callText.input + count) * 2] = start
    row.slices[(callText.input + count) * 2 + 1] = at
    // A point or an exponent may follow: the reference knows what that is.
    const next = bytes[at]
    return next === 0x2c || next === 0x7d || next === 0x20
  }

  /** A value that does not count: a plain text, a plain whole number, true, false or null. */
  private skipPlain(): boolean {
    const { bytes } = this
    const first = bytes[this.at]!
    if (first === 0x22) return this.readText()
    if (first >= 0x31 && first <= 0x39) {
      while (this.at < this.end && bytes[this.at]! >= 0x30 && bytes[this.at]! <= 0x39) this.at++
      return true
    }
    return this.skipWord('true') || this.skipWord('false') || this.skipWord('null')
  }

  private skipWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.bytes[this.at + i] !== word.charCodeAt(i)) return false
    }
    this.at += word.length
    return true
  }

  private skipSpace(): void {
    while (this.bytes[this.at] === 0x20) this.at++
  }

  /** What the registry says: the price, and whether asset and version are known. */
  private look(row: CallRow): boolean {
    const { bytes, book } = this
    const seen = this.seen & ~this.absent
    const { slices } = row
    const asset = book.asset(bytes, slices[callText.asset * 2]!, slices[callText.asset * 2 + 1]!)
    if (!asset) return false
    row.resolvable =
      (seen & bit.version) === 0
        ? asset.resolvable
        : book.versionResolvable(
            asset,
            bytes,
            slices[callText.version * 2]!,
            slices[callText.version * 2 + 1]!,
          )
    const given = seen & (bit.amount | bit.currency)
    if (given === 0) {
      const rate = rateAt(asset.rates, row.time)
      if (!rate) return false
      row.priced = true
      row.currency = rate.currency.bytes
      row.currencyIndex = rate.currency.index
      const { sum } = this
      const { tokens } = row
      sum.clear()
      sum.addProduct(rate.perCall, 1)
      if (tokens[0]! > 0) sum.addProduct(rate.input, tokens[0]!)
      if (tokens[1]! > 0) sum.addProduct(rate.output, tokens[1]!)
      if (tokens[2]! > 0) sum.addProduct(rate.cacheRead, tokens[2]!)
      if (tokens[3]! > 0) sum.addProduct(rate.cacheWrite, tokens[3]!)
      return sum.write(row.amount, 0)
    }
    if (given !== (bit.amount | bit.currency)) return false
    const currency = book.currency(bytes, this.currencyStart, this.currencyEnd)
    if (!currency) return false
    row.priced = false
    row.currency = currency.bytes
    row.currencyIndex = currency.index
    return this.readAmount(row, currency.digitsMax)
  }

  /** The amount as ledger units, and its text without trailing zeros. At most 30 digits. */
  private readAmount(row: CallRow, digitsMax: number): boolean {
    const { bytes, amountStart: start, sum } = this
    let end = this.amountEnd
    let point = -1
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      if (byte === 0x2e && point < 0) point = at
      else if (byte < 0x30 || byte > 0x39) return false
    }
    const wholeEnd = point < 0 ? end : point
    if (wholeEnd === start || point === end - 1) return false
    if (bytes[start] === 0x30 && wholeEnd - start > 1) return false
    // Digits count as written, trailing zeros too.
    if (point >= 0 && end - point - 1 > digitsMax) return false
    if (point >= 0) {
      while (bytes[end - 1] === 0x30) end--
      if (end - 1 === point) end = point
    }
    row.slices[callText.amount * 2] = start
    row.slices[callText.amount * 2 + 1] = end

    const fraction = end > wholeEnd ? end - wholeEnd - 1 : 0
    const power = digitsMax - fraction
    const digits = wholeEnd - start + fraction
    if (digits > 30) return false
    let low = 0
    let high = 0
    let left = digits
    for (let at = start; at < end; at++) {
      if (at === point) continue
      const digit = bytes[at]! - 0x30
      if (left > 15) high = high * 10 + digit
      else low = low * 10 + digit
      left--
    }
    sum.clear()
    sum.addProduct(powerOfTen(power), low)
    if (high > 0) {
      if (power + 15 > 51) return false
      sum.addProduct(powerOfTen(power + 15), high)
    }
    return sum.write(row.amount, 0)
  }
}

function fieldOf(level: Level, bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length > keyBytesMax || length === 0) return 0
  // Length and second letter tell the keys of a level apart; then there is one to compare with.
  const candidate = keys[level][length * 32 + (bytes[start + 1]! & 31)]
  return candidate !== undefined && equals(candidate.key, bytes, start, end) ? candidate.bit : 0
}
