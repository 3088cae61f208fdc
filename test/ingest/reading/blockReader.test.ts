import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallBatch } from '../../../src/ingest/batch/callBatch.ts'
import { CallRow, callText } from '../../../src/ingest/calls/callRow.ts'
import { FastCallReader } from '../../../src/ingest/calls/fastCall.ts'
import { BlockReader } from '../../../src/ingest/reading/blockReader.ts'
import { blockBytesMax, blockRecordsMax } from '../../../src/ingest/reading/limits.ts'
import { readerTables } from '../../../src/ingest/reading/readerTables.ts'
import { ReadRecords } from '../../../src/ingest/reading/readRecords.ts'
import { newSlotMemory, outputAt, Slot } from '../../../src/ingest/threads/slot.ts'
import { callEventText } from '../../support/callEvents.ts'
import { eventText, writtenCalls } from '../../support/memoryIngest.ts'
import { runs } from '../../support/properties.ts'

const reader = new BlockReader(readerTables)
const own = new ReadRecords(reader.memory, reader.outputAt, blockRecordsMax, blockBytesMax)
const twin = new FastCallReader()

/** Records one after the other, with something between them. */
function blockOf(texts: readonly string[]) {
  const records = texts.map((text) => Buffer.from(text))
  const starts = new Int32Array(records.length)
  const ends = new Int32Array(records.length)
  let length = 3
  for (const [index, record] of records.entries()) {
    starts[index] = length
    ends[index] = length + record.length
    length += record.length + 1
  }
  const bytes = Buffer.alloc(length, ',')
  for (const [index, record] of records.entries()) bytes.set(record, starts[index]!)
  return { bytes, starts, ends, count: records.length }
}

/** What judging asks of a row that a reader filled. */
function judgedOf(row: CallRow) {
  const text = (name: 'source' | 'asset' | 'version' | 'currencyGiven') => {
    const place = callText[name] * 2
    return (row.bytes as Buffer).toString('latin1', row.slices[place], row.slices[place + 1])
  }
  const { time, amountLow, amountHigh, amountFraction, amountFractionWritten } = row
  const hasAmount = text('currencyGiven') !== ''
  return {
    source: text('source'),
    asset: text('asset'),
    version: text('version'),
    currency: text('currencyGiven'),
    time,
    tokens: [...row.tokens],
    ...(hasAmount && { amountLow, amountHigh, amountFraction, amountFractionWritten }),
  }
}

/** What a batch has of the rows that `take` fills, and what was judged of them. */
function readBy(count: number, take: (record: number, row: CallRow) => boolean) {
  const row = new CallRow()
  const batch = new CallBatch(count)
  const judged = Array.from({ length: count }, (_, record) => {
    if (!take(record, row)) return undefined
    batch.append(row)
    return judgedOf(row)
  })
  batch.copyRun()
  batch.hash()
  return { judged, rows: writtenCalls(batch.columns()), bytes: batch.bytes }
}

function readByTwin({ bytes, starts, ends, count }: ReturnType<typeof blockOf>) {
  return readBy(count, (record, row) => twin.read(bytes, starts[record]!, ends[record]!, row))
}

function readByBlock(block: ReturnType<typeof blockOf>, slot?: { slot: Slot; records: ReadRecords }) {
  const textBytes = reader.read(block)
  slot?.slot.take(reader.memory, reader.outputAt, textBytes)
  const records = slot?.records ?? own
  return readBy(block.count, (record, row) => records.take(record, row))
}

/** Changes of one byte: brackets, quotes, digits and spaces where none belong. */
const harmed = fc
  .tuple(callEventText, fc.nat(), fc.constantFrom(...'{}[]":,\\ 0159.-eZznulltrue'))
  .map(([text, place, sign]) => {
    const at = place % text.length
    return text.slice(0, at) + sign + text.slice(at + 1)
  })
const texts = fc.array(fc.oneof(callEventText, harmed), { minLength: 1, maxLength: 30 })

test('P: the reader of blocks reads what the reader of calls reads', () => {
  fc.assert(
    fc.property(texts, (list) => {
      const block = blockOf(list)
      expect(readByBlock(block)).toEqual(readByTwin(block))
    }),
    runs(500),
  )
})

test('P: a copy in shared memory says the same', () => {
  const memory = newSlotMemory()
  const records = new ReadRecords(memory, outputAt, blockRecordsMax, blockBytesMax)
  const shared = { slot: new Slot(memory), records }
  fc.assert(
    fc.property(texts, (list) => {
      const block = blockOf(list)
      expect(readByBlock(block, shared)).toEqual(readByTwin(block))
    }),
    runs(100),
  )
})

test('a full block of the longest texts is read whole', () => {
  const long = (sign: string) => sign.repeat(1_024)
  const call = (id: number) =>
    eventText(
      'call.metered',
      `${id}`.padStart(1_024, 'i'),
      {
        asset: `model:${'a'.repeat(255)}`,
        version: 'v'.repeat(64),
        amount: `${'9'.repeat(15)}.${'1'.repeat(15)}000`,
        currency: 'USDC',
        caller: long('c'),
        agent: long('ü').slice(0, 512),
        tokens: { input: 999_999_999_999_999, output: 0, cacheRead: 1, cacheWrite: 2 },
        traceId: long('t'),
        providerCallId: long('p'),
      },
      { source: long('s') },
    )
  const block = blockOf(Array.from({ length: 30 }, (_, id) => call(id)))
  const read = readByBlock(block)
  expect(read.rows).toHaveLength(30)
  expect(read).toEqual(readByTwin(block))
})

test('a full block of short records is read whole, plain or not', () => {
  const list = Array.from({ length: blockRecordsMax }, (_, id) =>
    id % 3 === 0 ? '{}' : eventText('call.metered', `${id}`, { asset: 'model:a' }),
  )
  const block = blockOf(list)
  const read = readByBlock(block)
  expect(read.judged.map((each) => each !== undefined)).toEqual(list.map((text) => text !== '{}'))
  expect(read).toEqual(readByTwin(block))
})
