/**
 * Reads a block of records: which are plain calls, their values as columns, and the hashes of their identities and
 * contents. What the module exports to src/ingest/reading/blockReader.ts.
 */
import { hashMany } from '../../../keccak/assembly/messages'
import {
  amountFraction,
  amountHigh,
  amountLow,
  amountWritten,
  readCall,
  recordCounts,
  recordTexts,
  recordTime,
  textCount,
} from './call'
import {
  amounts,
  contentFieldCount,
  contentFields,
  contents,
  counts,
  digests,
  ends,
  fractions,
  identities,
  input,
  messageOffsets,
  messages,
  offsets,
  pairs,
  plain,
  prefix,
  prefixLength,
  recordsMax,
  sizes,
  starts,
  texts,
  times,
} from './places'

export { placeInput, placeOutput, placeTables } from './places'
export { limitTimes } from './time'

/** Texts with a column: the first eight of `callText`, and the given currency. */
const columnCount: i32 = 9
const currencyColumn: i32 = 8
const currencyText: i32 = 13

/** Records whose messages are hashed together: their messages stay in the processor's cache. */
const groupMax: i32 = 64
const group: usize = memory.data(64 * 4, 4)
let grouped: i32 = 0
let messageEnd: usize = 0
/** A group ends once its messages have this many bytes. One call has less than 16 KiB. */
const groupBytesMax: usize = 48 << 10

/** Memory from here on belongs to the caller. */
export function workspace(): usize {
  return __heap_base
}

/** Reads the first `count` records. Returns the bytes of their texts. */
export function readBlock(count: i32): i32 {
  grouped = 0
  messageEnd = messages
  for (let record = 0; record < count; record++) {
    const start = input + load<u32>(starts + record * 4)
    const close = input + load<u32>(ends + record * 4)
    if (readCall(start, close)) {
      store<u8>(plain + record, 1)
      keepNumbers(record)
      keepPlaces(record)
      addMessages(record)
    } else {
      store<u8>(plain + record, 0)
      store<u32>(sizes + record * 4, 0)
      memory.fill(pairs + record * columnCount * 8, 0, columnCount * 8)
    }
  }
  hashGroup()
  return writeColumns(count)
}

function keepNumbers(record: i32): void {
  store<i64>(times + record * 8, recordTime)
  for (let i = 0; i < 4; i++) store<i64>(counts + (i * recordsMax + record) * 8, load<i64>(recordCounts + i * 8))
  store<f64>(amounts + record * 8, amountLow as f64)
  store<f64>(amounts + (recordsMax + record) * 8, amountHigh as f64)
  store<u8>(fractions + record, amountFraction as u8)
  // More digits than any currency has are as good as 255.
  store<u8>(fractions + recordsMax + record, (amountWritten > 255 ? 255 : amountWritten) as u8)
}

function keepPlaces(record: i32): void {
  const to = pairs + record * columnCount * 8
  let size: u32 = 0
  for (let column = 0; column < columnCount; column++) {
    const text = recordTexts + (column == currencyColumn ? currencyText : column) * 8
    const start = load<u32>(text)
    const length = load<u32>(text, 4) - start
    store<u32>(to + column * 8, start)
    store<u32>(to + column * 8, length, 4)
    if (column != currencyColumn) size += length
  }
  store<u32>(sizes + record * 4, size)
}

/** The bytes that src/events/content.ts describes. */
function addMessages(record: i32): void {
  let to = messageEnd
  const at = messageOffsets + grouped * 8
  store<u32>(at, to as u32)
  store<u8>(to, 0x43)
  to = putText(putText(to + 1, 0), 1)
  store<u32>(at, to as u32, 4)
  copy(to, prefix, prefixLength)
  to += prefixLength
  store<i64>(to, recordTime)
  to += 8
  for (let i = 0; i < contentFieldCount; i++) {
    const text = load<i32>(contentFields + i * 4)
    if (load<u32>(recordTexts + text * 8) == load<u32>(recordTexts + text * 8, 4)) {
      store<u32>(to, 0xffff_ffff)
      to += 4
    } else to = putText(to, text)
  }
  store<u32>(at, to as u32, 8)
  messageEnd = to
  store<i32>(group + grouped * 4, record)
  grouped++
  if (grouped == groupMax || messageEnd - messages > groupBytesMax) hashGroup()
}

function putText(to: usize, text: i32): usize {
  const start = load<u32>(recordTexts + text * 8)
  const length = load<u32>(recordTexts + text * 8, 4) - start
  store<u32>(to, length)
  copy(to + 4, start, length)
  return to + 4 + length
}

/** Copies whole vectors, so up to 15 bytes too many: what comes after is written later. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i))
}

function hashGroup(): void {
  hashMany(0, messageOffsets, grouped * 2, digests)
  for (let i = 0; i < grouped; i++) {
    const record = load<i32>(group + i * 4)
    v128.store(identities + record * 16, v128.load(digests + i * 64))
    v128.store(contents + record * 16, v128.load(digests + i * 64 + 32))
  }
  grouped = 0
  messageEnd = messages
}

/** One column after the other. All texts are parts of the input that don't overlap, so they fit where it would. */
function writeColumns(count: i32): i32 {
  let to = texts
  for (let column = 0; column < columnCount; column++) {
    const places = offsets + column * (recordsMax + 1) * 4
    for (let record = 0; record < count; record++) {
      const pair = pairs + (record * columnCount + column) * 8
      const length = load<u32>(pair, 4)
      store<u32>(places + record * 4, (to - texts) as u32)
      copy(to, load<u32>(pair), length)
      to += length
    }
    store<u32>(places + count * 4, (to - texts) as u32)
  }
  return (to - texts) as i32
}
