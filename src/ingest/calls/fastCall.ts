/**
 * The fast reader of plain calls. It reads a call event from its bytes in the input and fills a row, without making a
 * string or an object. It reads only the plain form: UTF-8 texts without escapes, no repeated field, counts as plain
 * digits. It returns false for every other event, valid or not; that event is read by JSON.parse and `parseEvent`, the
 * reference. What it reads, and `FastPricer` prices, is exactly as the reference has it
 * (test/ingest/calls/fastCall.test.ts). It asks no registry, so it runs in any thread. It runs some hundred thousand
 * times a second, so it is made of plain loops.
 */
import { callType } from '../../events/index.ts'
import { parseTimeBytes } from '../../events/time.ts'
import { equals } from './byteMap.ts'
import { type CallRow, callText } from './callRow.ts'
import { bit, fieldOf, type Level, optional, required } from './fastFields.ts'
import { isVersionName } from './nameBytes.ts'

const textBytesMax = 1_024
const timeBytesMax = 64
export const callTypeBytes = Buffer.from(callType)
const specversionBytes = Buffer.from('1.0')

/** Bytes that may be in a JSON string as they are: no control character, quote or backslash. Above ASCII: UTF-8. */
const plain = new Uint8Array(256).fill(1, 0x20)
plain[0x22] = 0
plain[0x5c] = 0

export class FastCallReader {
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #end = 0
  #seen = 0
  /** Fields that are null, which means the same as left out. */
  #absent = 0
  #textStart = 0
  #textEnd = 0

  /** Returns whether bytes[start .. end), valid UTF-8, is a plain call. Then `row` has all that the event says. */
  read(bytes: Buffer, start: number, end: number, row: CallRow): boolean {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
    this.#seen = 0
    this.#absent = 0
    row.clear()
    row.bytes = bytes
    if (!this.#readObject('event', row)) return false
    if (this.#at !== end || (this.#seen & required) !== required) return false
    const given = this.#seen & ~this.#absent & (bit.amount | bit.currency)
    return given === 0 || (given === (bit.amount | bit.currency) && readAmount(bytes, row))
  }

  /** Reads an object from its bracket on. The value of an unknown key must be plain too. */
  #readObject(level: Level, row: CallRow): boolean {
    const bytes = this.#bytes
    if (bytes[this.#at] !== 0x7b) return false
    this.#at++
    this.#skipSpace()
    if (bytes[this.#at] === 0x7d) {
      this.#at++
      return true
    }
    while (true) {
      if (!this.#readText()) return false
      const field = fieldOf(level, bytes, this.#textStart, this.#textEnd)
      this.#skipSpace()
      if (bytes[this.#at] !== 0x3a) return false
      this.#at++
      this.#skipSpace()
      if (field !== 0) {
        if ((this.#seen & field) !== 0) return false
        this.#seen |= field
      }
      if (!this.#readField(field, row)) return false
      this.#skipSpace()
      const next = bytes[this.#at++]
      if (next === 0x7d) return true
      if (next !== 0x2c) return false
      this.#skipSpace()
    }
  }

  #readField(field: number, row: CallRow): boolean {
    if (this.#bytes[this.#at] === 0x6e && (field & optional) !== 0) {
      this.#absent |= field
      return this.#skipWord('null')
    }
    switch (field) {
      case 0:
        return this.#skipPlain()
      case bit.data:
        return this.#readObject('data', row)
      case bit.tokens:
        return this.#readObject('tokens', row)
      case bit.input:
        return this.#readCount(row, 0)
      case bit.output:
        return this.#readCount(row, 1)
      case bit.cacheRead:
        return this.#readCount(row, 2)
      case bit.cacheWrite:
        return this.#readCount(row, 3)
    }
    if (!this.#readText()) return false
    const start = this.#textStart
    const end = this.#textEnd
    switch (field) {
      case bit.specversion:
        return equals(specversionBytes, this.#bytes, start, end)
      case bit.type:
        return equals(callTypeBytes, this.#bytes, start, end)
      case bit.time:
        if (end - start > timeBytesMax) return false
        row.time = parseTimeBytes(this.#bytes, start, end)
        return row.time >= 0
      case bit.amount:
        row.slices[callText.amount * 2] = start
        row.slices[callText.amount * 2 + 1] = end
        return true
      case bit.currency:
        return this.#keep(row, callText.currencyGiven)
      case bit.id:
        return this.#keep(row, callText.id)
      case bit.source:
        return this.#keep(row, callText.source)
      case bit.asset:
        return this.#keep(row, callText.asset)
      case bit.version:
        return isVersionName(this.#bytes, start, end) && this.#keep(row, callText.version)
      case bit.caller:
        return this.#keep(row, callText.caller)
      case bit.agent:
        return this.#keep(row, callText.agent)
      case bit.traceId:
        return this.#keep(row, callText.traceId)
      case bit.providerCallId:
        return this.#keep(row, callText.providerCallId)
    }
    return false
  }

  #keep(row: CallRow, text: number): boolean {
    row.slices[text * 2] = this.#textStart
    row.slices[text * 2 + 1] = this.#textEnd
    const length = this.#textEnd - this.#textStart
    return length > 0 && length <= textBytesMax
  }

  #readText(): boolean {
    const bytes = this.#bytes
    const end = this.#end
    let at = this.#at
    if (bytes[at] !== 0x22) return false
    at++
    this.#textStart = at
    while (at < end && plain[bytes[at]!] === 1) at++
    this.#textEnd = at
    this.#at = at + 1
    return at < end && bytes[at] === 0x22
  }

  /** Reads a whole number of at most 15 digits. */
  #readCount(row: CallRow, count: number): boolean {
    const bytes = this.#bytes
    const start = this.#at
    let at = start
    let value = 0
    while (at < this.#end) {
      const digit = bytes[at]! - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      at++
    }
    const length = at - start
    if (length === 0 || length > 15 || (length > 1 && bytes[start] === 0x30)) return false
    this.#at = at
    row.tokens[count] = value
    row.slices[(callText.input + count) * 2] = start
    row.slices[(callText.input + count) * 2 + 1] = at
    // A point or an exponent may follow: the reference reads those.
    const next = bytes[at]
    return next === 0x2c || next === 0x7d || next === 0x20
  }

  /** Passes a value that is not stored: a plain text, a plain whole number, true, false or null. */
  #skipPlain(): boolean {
    const bytes = this.#bytes
    const first = bytes[this.#at]!
    if (first === 0x22) return this.#readText()
    if (first >= 0x31 && first <= 0x39) {
      while (this.#at < this.#end && bytes[this.#at]! >= 0x30 && bytes[this.#at]! <= 0x39) this.#at++
      return true
    }
    return this.#skipWord('true') || this.#skipWord('false') || this.#skipWord('null')
  }

  #skipWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.#at + i] !== word.charCodeAt(i)) return false
    }
    this.#at += word.length
    return true
  }

  #skipSpace(): void {
    while (this.#bytes[this.#at] === 0x20) this.#at++
  }
}

/** Digits of an amount, in two numbers that are exact. */
const amountDigitsMax = 30
const lowDigits = 15

/** Reads the amount that the row has the place of, and cuts trailing zeros off its text. */
function readAmount(bytes: Buffer, row: CallRow): boolean {
  const start = row.slices[callText.amount * 2]!
  let end = row.slices[callText.amount * 2 + 1]!
  let point = -1
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === 0x2e && point < 0) point = at
    else if (byte < 0x30 || byte > 0x39) return false
  }
  const wholeEnd = point < 0 ? end : point
  if (wholeEnd === start || point === end - 1) return false
  if (bytes[start] === 0x30 && wholeEnd - start > 1) return false
  row.amountFractionWritten = point < 0 ? 0 : end - point - 1
  if (point >= 0) {
    while (bytes[end - 1] === 0x30) end--
    if (end - 1 === point) end = point
  }
  row.slices[callText.amount * 2 + 1] = end
  const fraction = end > wholeEnd ? end - wholeEnd - 1 : 0
  row.amountFraction = fraction
  let left = wholeEnd - start + fraction
  if (left > amountDigitsMax) return false
  let low = 0
  let high = 0
  for (let at = start; at < end; at++) {
    if (at === point) continue
    const digit = bytes[at]! - 0x30
    if (left > lowDigits) high = high * 10 + digit
    else low = low * 10 + digit
    left--
  }
  row.amountLow = low
  row.amountHigh = high
  return true
}
