/**
 * Reads one plain call: the twin of src/ingest/calls/fastCall.ts, step for step. Functions that read a value return the
 * place after it, or 0 where the call is not plain. The bytes of a block end with zeros, so no loop runs far beyond.
 */
import { callType, callTypeLength, keys, nameBytes } from './places'
import { isDigit, readTime } from './time'

const textBytesMax: usize = 1_024
const timeBytesMax: usize = 64
const versionBytesMax: usize = 64
const keyBytesMax: usize = 16
const keyPlaces: i32 = 17 * 32
const keyEntryBytes: usize = 24

/** `bit` of src/ingest/calls/fastFields.ts. */
const specversion: i32 = 1
const id: i32 = 2
const source: i32 = 4
const type: i32 = 8
const time: i32 = 16
const data: i32 = 32
const asset: i32 = 64
const version: i32 = 128
const amount: i32 = 256
const currency: i32 = 512
const caller: i32 = 1_024
const agent: i32 = 2_048
const tokens: i32 = 4_096
const traceId: i32 = 8_192
const providerCallId: i32 = 16_384
const inputTokens: i32 = 32_768
const outputTokens: i32 = 65_536
const cacheRead: i32 = 131_072
const cacheWrite: i32 = 262_144
const optional: i32 =
  version | amount | currency | caller | agent | tokens | traceId | providerCallId |
  inputTokens | outputTokens | cacheRead | cacheWrite
const required: i32 = specversion | id | source | type | time | data | asset

/** `callText` of src/ingest/calls/callRow.ts: start and end of each text of the record, u32 each. */
export const textCount: i32 = 14
export const recordTexts: usize = memory.data(14 * 8, 8)
const amountText: i32 = 8
const inputText: i32 = 9
const currencyText: i32 = 13

export let recordTime: i64 = 0
/** i64 each; -1 for a count that is left out. */
export const recordCounts: usize = memory.data(4 * 8, 8)
/** high · 10^15 + low. */
export let amountLow: u64 = 0
export let amountHigh: u64 = 0
/** Fraction digits without trailing zeros, and as written. */
export let amountFraction: i32 = 0
export let amountWritten: i32 = 0

let end: usize = 0
let seen: i32 = 0
let absent: i32 = 0

export function readCall(from: usize, to: usize): bool {
  end = to
  seen = 0
  absent = 0
  memory.fill(recordTexts, 0, textCount * 8)
  for (let i = 0; i < 4; i++) store<i64>(recordCounts + i * 8, -1)
  amountLow = 0
  amountHigh = 0
  amountFraction = 0
  amountWritten = 0
  if (readObject(0, from) != to || (seen & required) != required) return false
  const given = seen & ~absent & (amount | currency)
  return given == 0 || (given == (amount | currency) && readAmount())
}

function readObject(level: i32, from: usize): usize {
  if (load<u8>(from) != 0x7b) return 0
  let at = skipSpace(from + 1)
  if (load<u8>(at) == 0x7d) return at + 1
  while (true) {
    const close = textEnd(at)
    if (close == 0) return 0
    const field = fieldOf(level, at + 1, close)
    at = skipSpace(close + 1)
    if (load<u8>(at) != 0x3a) return 0
    at = skipSpace(at + 1)
    if (field != 0) {
      if ((seen & field) != 0) return 0
      seen |= field
    }
    at = readField(field, at)
    if (at == 0) return 0
    at = skipSpace(at)
    const next = load<u8>(at)
    at++
    if (next == 0x7d) return at
    if (next != 0x2c) return 0
    at = skipSpace(at)
  }
  return 0
}

// @ts-ignore: decorator
@inline
function skipSpace(from: usize): usize {
  let at = from
  while (load<u8>(at) == 0x20) at++
  return at
}

/** The closing quote of the plain text whose opening quote is at `from`. Sixteen bytes at a time. */
function textEnd(from: usize): usize {
  if (load<u8>(from) != 0x22) return 0
  let at = from + 1
  while (true) {
    const bytes = v128.load(at)
    const stops = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
      ),
    )
    if (stops != 0) {
      at += ctz(stops)
      return at < end && load<u8>(at) == 0x22 ? at : 0
    }
    at += 16
    if (at >= end) return 0
  }
  return 0
}

/** The bit of a known key; 0 for others. */
function fieldOf(level: i32, start: usize, close: usize): i32 {
  const length = close - start
  if (length > keyBytesMax || length == 0) return 0
  const place = level * keyPlaces + (length as i32) * 32 + ((load<u8>(start, 1) as i32) & 31)
  const entry = keys + (place as usize) * keyEntryBytes
  const low = length >= 8 ? load<u64>(start) : load<u64>(start) & (((1 as u64) << ((length * 8) as u64)) - 1)
  if (low != load<u64>(entry)) return 0
  if (length > 8) {
    const rest = length - 8
    const high = rest == 8 ? load<u64>(start, 8) : load<u64>(start, 8) & (((1 as u64) << ((rest * 8) as u64)) - 1)
    if (high != load<u64>(entry, 8)) return 0
  }
  return load<i32>(entry, 16)
}

function readField(field: i32, at: usize): usize {
  if (load<u8>(at) == 0x6e && (field & optional) != 0) {
    absent |= field
    return skipNull(at)
  }
  if (field == 0) return skipPlain(at)
  if (field == data) return readObject(1, at)
  if (field == tokens) return readObject(2, at)
  if (field >= inputTokens && field <= cacheWrite) return readCount(ctz(field) - ctz(inputTokens), at)
  const close = textEnd(at)
  if (close == 0) return 0
  const start = at + 1
  return takeText(field, start, close) ? close + 1 : 0
}

function takeText(field: i32, start: usize, close: usize): bool {
  switch (field) {
    case specversion:
      return close - start == 3 && (load<u32>(start) & 0xff_ffff) == 0x30_2e31
    case type:
      return close - start == (callTypeLength as usize) && memory.compare(start, callType, callTypeLength) == 0
    case time:
      if (close - start > timeBytesMax) return false
      recordTime = readTime(start, close)
      return recordTime >= 0
    case amount:
      keep(amountText, start, close)
      return true
    case currency:
      return keep(currencyText, start, close)
    case id:
      return keep(1, start, close)
    case source:
      return keep(0, start, close)
    case asset:
      return keep(2, start, close)
    case version:
      return isVersionName(start, close) && keep(3, start, close)
    case caller:
      return keep(4, start, close)
    case agent:
      return keep(5, start, close)
    case traceId:
      return keep(6, start, close)
    case providerCallId:
      return keep(7, start, close)
  }
  return false
}

// @ts-ignore: decorator
@inline
function keep(text: i32, start: usize, close: usize): bool {
  store<u32>(recordTexts + text * 8, start as u32)
  store<u32>(recordTexts + text * 8, close as u32, 4)
  return close > start && close - start <= textBytesMax
}

function isVersionName(start: usize, close: usize): bool {
  if (close == start || close - start > versionBytesMax) return false
  for (let at = start; at < close; at++) if (load<u8>(nameBytes + load<u8>(at)) != 3) return false
  return true
}

/** A whole number of at most 15 digits. */
function readCount(count: i32, start: usize): usize {
  let at = start
  let value: u64 = 0
  while (at < end && isDigit(load<u8>(at))) {
    value = value * 10 + ((load<u8>(at) as u64) - 0x30)
    at++
  }
  const length = at - start
  if (length == 0 || length > 15 || (length > 1 && load<u8>(start) == 0x30)) return 0
  store<i64>(recordCounts + count * 8, value as i64)
  store<u32>(recordTexts + (inputText + count) * 8, start as u32)
  store<u32>(recordTexts + (inputText + count) * 8, at as u32, 4)
  const next = load<u8>(at)
  return next == 0x2c || next == 0x7d || next == 0x20 ? at : 0
}

/** A plain text, a plain whole number, true, false or null. */
function skipPlain(from: usize): usize {
  const first = load<u8>(from)
  if (first == 0x22) {
    const close = textEnd(from)
    return close == 0 ? 0 : close + 1
  }
  if (first >= 0x31 && first <= 0x39) {
    let at = from
    while (at < end && isDigit(load<u8>(at))) at++
    return at
  }
  // true, false
  if (load<u32>(from) == 0x6575_7274) return from + 4
  if (first == 0x66 && load<u32>(from, 1) == 0x6573_6c61) return from + 5
  return skipNull(from)
}

// @ts-ignore: decorator
@inline
function skipNull(at: usize): usize {
  return load<u32>(at) == 0x6c6c_756e ? at + 4 : 0
}

/** Reads the amount whose place is known, and cuts trailing zeros off its text. */
function readAmount(): bool {
  const start: usize = load<u32>(recordTexts + amountText * 8)
  let close: usize = load<u32>(recordTexts + amountText * 8, 4)
  let point: usize = 0
  for (let at = start; at < close; at++) {
    const byte = load<u8>(at)
    if (byte == 0x2e && point == 0) point = at
    else if (!isDigit(byte)) return false
  }
  const wholeEnd = point == 0 ? close : point
  if (wholeEnd == start || (point != 0 && point == close - 1)) return false
  if (load<u8>(start) == 0x30 && wholeEnd - start > 1) return false
  amountWritten = point == 0 ? 0 : ((close - point - 1) as i32)
  if (point != 0) {
    while (load<u8>(close - 1) == 0x30) close--
    if (close - 1 == point) close = point
  }
  store<u32>(recordTexts + amountText * 8, close as u32, 4)
  const fraction: i32 = close > wholeEnd ? ((close - wholeEnd - 1) as i32) : 0
  amountFraction = fraction
  let left: i32 = ((wholeEnd - start) as i32) + fraction
  if (left > 30) return false
  for (let at = start; at < close; at++) {
    if (at == point) continue
    const digit: u64 = (load<u8>(at) as u64) - 0x30
    if (left > 15) amountHigh = amountHigh * 10 + digit
    else amountLow = amountLow * 10 + digit
    left--
  }
  return true
}
