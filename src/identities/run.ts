/** One sorted run on disk, open for look-ups: its entries stay in the file, its directory and filter are in memory. */
import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { invariant } from '../invariant.ts'
import { entryBytes, entryWords, halfWords, sameHalf } from './entry.ts'
import { blockWords, type Filter, filterCandidates, foldFilter } from './filter.ts'
import { identitySeen } from './port.ts'
import { bytesOf, decodeHeader, headerBytes, IndexDamage, type RunHeader, runLayout } from './runFile.ts'

export interface Run {
  readonly path: string
  readonly count: number
  /** Of directory and filter. */
  readonly memoryBytes: number
  readonly entriesBytes: number
  /** Reads all entries and compares them with their checksum. @throws IndexDamage */
  verify(): Promise<void>
  /** Compares the checksum of all entries as read. @throws IndexDamage */
  compare(entriesCrc: number): void
  /**
   * Looks for the identities numbered by `pending[0 … count)`: sets `out` of those found and keeps the others in
   * `pending`. Returns how many those are.
   */
  search(batch: Batch, pending: Uint32Array, count: number, scratch: SearchScratch): number
  /** Halves its memory, at the price of more and longer reads; false where it can't. */
  fold(): boolean
  /** Where the entries of each prefix of `bits` bits begin; 2^bits + 1 numbers. `bits` is at most `directoryBits`. */
  partitions(bits: number): Uint32Array
  readonly directoryBits: number
  /** Reads the entries from `from` up to `to` into `into`, word `at` on. */
  read(from: number, to: number, into: Uint32Array, at: number): Promise<void>
  close(): Promise<void>
}

export interface Batch {
  readonly ids: Uint32Array
  readonly contents: Uint32Array
  readonly out: Uint8Array
}

/** Work space shared by all runs. */
export interface SearchScratch {
  candidates: Uint32Array
  bucket: Uint32Array
}

/** @throws IndexDamage, or the system's error */
export async function openRun(path: string): Promise<Run> {
  const handle = await open(path, 'r')
  try {
    const name = basename(path)
    const header = decodeHeader(await readPart(handle, 0, headerBytes, name), name)
    const { directoryAt, filterAt, end } = runLayout(header)
    if ((await handle.stat()).size !== end) throw new IndexDamage(`${name} has a wrong length`)
    const directory = await readWords(
      handle,
      directoryAt,
      2 ** header.directoryBits + 1,
      header.directoryCrc,
      name,
    )
    const words = await readWords(handle, filterAt, header.filterBlocks * blockWords, header.filterCrc, name)
    return createRun(path, handle, header, directory, { words, blocks: header.filterBlocks })
  } catch (error) {
    await handle.close()
    throw error
  }
}

export function createRun(
  path: string,
  handle: FileHandle,
  header: RunHeader,
  directory: Uint32Array,
  filter: Filter,
): Run {
  const { count, entriesCrc } = header
  let { directoryBits } = header
  const compare = (crc: number): void => {
    if (crc !== entriesCrc) throw new IndexDamage(`the entries of ${basename(path)} are damaged`)
  }
  return {
    path,
    count,
    entriesBytes: count * entryBytes,
    async verify() {
      const chunk = Buffer.alloc(Math.min(count * entryBytes, verifyChunkBytes))
      let crc = 0
      for (let at = 0; at < count * entryBytes; at += chunk.length) {
        const part = chunk.subarray(0, Math.min(chunk.length, count * entryBytes - at))
        await readFully(handle, part, headerBytes + at, basename(path))
        crc = crc32(part, crc)
      }
      compare(crc)
    },
    compare,
    get directoryBits() {
      return directoryBits
    },
    get memoryBytes() {
      return directory.byteLength + filter.words.byteLength
    },
    search(batch, pending, pendingCount, scratch) {
      const found =
        filter.blocks === 0
          ? copyAll(pending, pendingCount, scratch.candidates)
          : filterCandidates(filter, batch.ids, pending, pendingCount, scratch.candidates)
      let hits = 0
      for (let i = 0; i < found; i++) {
        const number = scratch.candidates[i]!
        if (lookUp(handle.fd, directory, directoryBits, batch, number, scratch)) hits++
      }
      return hits === 0 ? pendingCount : keepNew(batch.out, pending, pendingCount)
    },
    fold() {
      if (filter.words.byteLength > directory.byteLength) {
        filter = foldOrDrop(filter, count)
        return true
      }
      if (directoryBits === 0 || count / 2 ** (directoryBits - 1) > entriesPerReadMax) return false
      directory = everyNth(directory, 2)
      directoryBits--
      return true
    },
    partitions(bits) {
      invariant(bits <= directoryBits, 'partitions are no finer than the directory')
      return everyNth(directory, 2 ** (directoryBits - bits))
    },
    async read(from, to, into, at) {
      const bytes = bytesOf(into.subarray(at, at + (to - from) * entryWords))
      await readFully(handle, bytes, headerBytes + from * entryBytes, basename(path))
    },
    close: () => handle.close(),
  }
}

/** Reads the few entries that share the identity's prefix; true where it is among them. Sets `out`. */
function lookUp(
  fd: number,
  directory: Uint32Array,
  directoryBits: number,
  { ids, contents, out }: Batch,
  number: number,
  scratch: SearchScratch,
): boolean {
  const at = number * halfWords
  // A shift by 32 is one by 0 in JavaScript, so no bits at all are a case of their own.
  const prefix = directoryBits === 0 ? 0 : ids[at]! >>> (32 - directoryBits)
  const from = directory[prefix]!
  const words = (directory[prefix + 1]! - from) * entryWords
  if (words === 0) return false
  if (scratch.bucket.length < words) scratch.bucket = new Uint32Array(words * 2)
  const bytes = new Uint8Array(scratch.bucket.buffer, 0, words * 4)
  const read = readSync(fd, bytes, 0, bytes.length, headerBytes + from * entryBytes)
  if (read !== bytes.length) throw new IndexDamage('a run is shorter than its header says')
  for (let place = 0; place < words; place += entryWords) {
    if (!sameHalf(scratch.bucket, place, ids, at)) continue
    const same = sameHalf(scratch.bucket, place + halfWords, contents, at)
    out[number] = same ? identitySeen.duplicate : identitySeen.conflict
    return true
  }
  return false
}

function copyAll(pending: Uint32Array, count: number, candidates: Uint32Array): number {
  candidates.set(pending.subarray(0, count))
  return count
}

function keepNew(out: Uint8Array, pending: Uint32Array, count: number): number {
  let kept = 0
  for (let i = 0; i < count; i++) {
    const number = pending[i]!
    if (out[number] === identitySeen.new) pending[kept++] = number
  }
  return kept
}

function foldOrDrop(filter: Filter, count: number): Filter {
  const folded = foldFilter(filter)
  const bits = folded ? (folded.words.length * 32) / Math.max(1, count) : 0
  return folded && bits >= bitsPerEntryKept ? folded : { words: new Uint32Array(0), blocks: 0 }
}

function everyNth(words: Uint32Array, step: number): Uint32Array {
  return Uint32Array.from({ length: (words.length - 1) / step + 1 }, (_, place) => words[place * step]!)
}

const verifyChunkBytes = 1024 * 1024
/** A directory is not folded so far that a look-up would read more than this: 16 KiB. */
const entriesPerReadMax = 512
/** A filter folded below this answers "perhaps" so often that the memory serves others better. */
const bitsPerEntryKept = 2

async function readWords(
  handle: FileHandle,
  at: number,
  words: number,
  crc: number,
  name: string,
): Promise<Uint32Array> {
  const bytes = await readPart(handle, at, words * 4, name)
  if (crc32(bytes) !== crc) throw new IndexDamage(`a part of ${name} is damaged`)
  return new Uint32Array(bytes.buffer, bytes.byteOffset, words)
}

async function readPart(handle: FileHandle, at: number, length: number, name: string): Promise<Buffer> {
  const bytes = Buffer.from(new ArrayBuffer(length))
  await readFully(handle, bytes, at, name)
  return bytes
}

async function readFully(handle: FileHandle, bytes: Uint8Array, at: number, name: string): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, at + done)
    if (bytesRead === 0) throw new IndexDamage(`${name} is cut short`)
    done += bytesRead
  }
}
