/**
 * The hash of a usage row, against tampering: Keccak-256 over this byte string, little-endian throughout.
 *
 *   identity 16 · content 16 · time i64 · amount u256 · priced u8 · input, output, cacheRead, cacheWrite tokens i64 each,
 *   −1 where absent · then source, id, asset, version, currency, caller, agent, traceId, providerCallId, each as u32
 *   length in bytes and its UTF-8
 *
 * The digest of a batch is Keccak-256 over its rows' hashes in row order, lower-case hex. The database computes the
 * same from what it stores (src/projections); where the two differ, somebody changed a row.
 */
import { hex } from '../base/hex.ts'
import { keccak256, keccak256Many } from '../keccak/index.ts'
import type { CallColumns, TextColumn } from './columns.ts'
import { GrowableTexts } from './growableBuffer.ts'

/** Bytes before the texts. */
export const rowFixedBytes = 16 + 16 + 8 + 32 + 1 + 4 * 8

/** The texts of a row in the order in which they are hashed. */
const rowTexts = [
  'source',
  'id',
  'asset',
  'version',
  'currency',
  'caller',
  'agent',
  'traceId',
  'providerCallId',
] as const satisfies readonly (keyof CallColumns)[]

const rowCounts = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const

/**
 * Every row's hash, 32 bytes each. The obvious version from finished columns; ingestion writes the same byte strings
 * while it fills the columns (batch/callBatch.ts).
 */
export function rowHashes(columns: CallColumns): Uint8Array {
  const messages = new GrowableTexts(columns.length, rowFixedBytes + 256)
  for (let row = 0; row < columns.length; row++) {
    writeRow(messages, columns, row)
    messages.offsets[row + 1] = messages.length
  }
  return keccak256Many(messages.view(columns.length))
}

/** Control total of a batch. @param hashes of its rows, in row order */
export function batchDigest(hashes: Uint8Array): string {
  return hex(keccak256(hashes))
}

function writeRow(out: GrowableTexts, columns: CallColumns, row: number): void {
  const texts = rowTexts.map((name) => textAt(columns[name], row))
  out.reserve(rowFixedBytes + texts.reduce((sum, text) => sum + 4 + text.length, 0))
  const view = new DataView(out.bytes.buffer, out.bytes.byteOffset)
  const put = (bytes: Uint8Array) => {
    out.bytes.set(bytes, out.length)
    out.length += bytes.length
  }
  const putCount = (value: bigint) => {
    view.setBigInt64(out.length, value, true)
    out.length += 8
  }
  put(columns.identity.subarray(row * 16, row * 16 + 16))
  put(columns.content.subarray(row * 16, row * 16 + 16))
  putCount(columns.time[row]!)
  put(columns.amount.subarray(row * 32, row * 32 + 32))
  put(columns.priced.subarray(row, row + 1))
  for (const name of rowCounts) putCount(columns[name][row]!)
  for (const text of texts) {
    view.setUint32(out.length, text.length, true)
    out.length += 4
    put(text)
  }
}

function textAt(column: TextColumn, row: number): Uint8Array {
  return column.bytes.subarray(column.offsets[row], column.offsets[row + 1])
}
