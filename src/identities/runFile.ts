/**
 * The file of one run. It is never changed after it was written:
 *
 *     0      header: magic, format, counts, checksums; padded to 4,096 bytes
 *     4096   entries, 32 bytes each, ascending
 *     …      directory: 2^directoryBits + 1 numbers of 32 bits; entries whose identity begins with the bits p are
 *            those from directory[p] up to directory[p + 1]
 *     …      filter: blocks of 64 bytes
 */
import { crc32 } from 'node:zlib'
import { entryBytes } from './entry.ts'
import { blockWords } from './filter.ts'

const runFormat = 1
export const headerBytes = 4_096
const headerUsed = 40
/** "HWIR" */
const magic = 0x52495748

export interface RunHeader {
  readonly count: number
  readonly directoryBits: number
  readonly filterBlocks: number
  readonly entriesCrc: number
  readonly directoryCrc: number
  readonly filterCrc: number
}

/** A file of the index is not what was written. The index is then rebuilt from the logs. */
export class IndexDamage extends Error {
  override readonly name = 'IndexDamage'
}

export function encodeHeader(header: RunHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  bytes.writeUInt32LE(magic, 0)
  bytes.writeUInt32LE(runFormat, 4)
  bytes.writeDoubleLE(header.count, 8)
  bytes.writeUInt32LE(header.directoryBits, 16)
  bytes.writeUInt32LE(header.filterBlocks, 20)
  bytes.writeUInt32LE(header.entriesCrc, 24)
  bytes.writeUInt32LE(header.directoryCrc, 28)
  bytes.writeUInt32LE(header.filterCrc, 32)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, headerUsed - 4)), headerUsed - 4)
  return bytes
}

/** @throws IndexDamage */
export function decodeHeader(bytes: Buffer, name: string): RunHeader {
  const sound =
    bytes.length === headerBytes &&
    bytes.readUInt32LE(0) === magic &&
    bytes.readUInt32LE(4) === runFormat &&
    bytes.readUInt32LE(headerUsed - 4) === crc32(bytes.subarray(0, headerUsed - 4))
  if (!sound) throw new IndexDamage(`the header of ${name} is damaged`)
  return {
    count: bytes.readDoubleLE(8),
    directoryBits: bytes.readUInt32LE(16),
    filterBlocks: bytes.readUInt32LE(20),
    entriesCrc: bytes.readUInt32LE(24),
    directoryCrc: bytes.readUInt32LE(28),
    filterCrc: bytes.readUInt32LE(32),
  }
}

/** Where each part begins, and where the file ends. */
export function runLayout(header: Pick<RunHeader, 'count' | 'directoryBits' | 'filterBlocks'>): {
  readonly directoryAt: number
  readonly filterAt: number
  readonly end: number
} {
  const directoryAt = headerBytes + header.count * entryBytes
  const filterAt = directoryAt + (2 ** header.directoryBits + 1) * 4
  return { directoryAt, filterAt, end: filterAt + header.filterBlocks * blockWords * 4 }
}

/** On average 16 to 32 entries for each number of the directory, so a look-up reads about half a kilobyte. */
export function directoryBitsFor(count: number): number {
  return Math.max(0, Math.min(28, Math.floor(Math.log2(Math.max(1, count) / 16))))
}

export function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
