/** One sorted run on disk, open for look-ups. Its entries stay in the file; its directory and filter are in memory. */
import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { invariant } from '../invariant.ts'
import type { Batch, Pending } from './batch.ts'
import { entryBytes, entryWords, halfWords, sameHalf } from './entry.ts'
import { blockWords, type Filter, filterCandidates, foldFilter } from './filter.ts'
import { identitySeen } from './port.ts'
import { bytesOf, decodeHeader, headerBytes, IndexDamage, type RunHeader, runLayout } from './runFile.ts'

/** Work space shared by all runs. */
export interface SearchScratch {
  candidates: Uint32Array
  bucket: Uint32Array
}

/** What a run has in memory. */
export interface RunMemory {
  readonly directory: Uint32Array
  readonly filter: Filter
}

/** @throws IndexDamage, or the system's error */
export async function openRun(path: string): Promise<Run> {
  const handle = await open(path, 'r')
  try {
    const name = basename(path)
    const header = decodeHeader(await readPart(handle, 0, headerBytes, name), name)
    const { directoryAt, filterAt, end } = runLayout(header)
    if ((await handle.stat()).size !== end) throw new IndexDamage(`${name} has a wrong length`)
    const directoryWords = 2 ** header.directoryBits + 1
    const directoryPart = { at: directoryAt, words: directoryWords, crc: header.directoryCrc }
    const filterPart = { at: filterAt, words: header.filterBlocks * blockWords, crc: header.filterCrc }
    const directory = await readWords(handle, name, directoryPart)
    const words = await readWords(handle, name, filterPart)
    return new Run(path, handle, header, { directory, filter: { words, blocks: header.filterBlocks } })
  } catch (error) {
    await handle.close()
    throw error
  }
}

export class Run {
  readonly path: string
  readonly count: number
  readonly #handle: FileHandle
  readonly #entriesCrc: number
  #directory: Uint32Array
  #directoryBits: number
  #filter: Filter

  constructor(path: string, handle: FileHandle, header: RunHeader, { directory, filter }: RunMemory) {
    this.path = path
    this.count = header.count
    this.#handle = handle
    this.#entriesCrc = header.entriesCrc
    this.#directory = directory
    this.#directoryBits = header.directoryBits
    this.#filter = filter
  }

  get directoryBits(): number {
    return this.#directoryBits
  }

  get entriesBytes(): number {
    return this.count * entryBytes
  }

  /** Bytes of its directory and filter. */
  get memoryBytes(): number {
    return this.#directory.byteLength + this.#filter.words.byteLength
  }

  /** Reads all entries and compares them with their checksum. @throws IndexDamage */
  async verify(): Promise<void> {
    const { entriesBytes } = this
    const chunk = Buffer.alloc(Math.min(entriesBytes, verifyChunkBytes))
    let crc = 0
    for (let at = 0; at < entriesBytes; at += chunk.length) {
      const part = chunk.subarray(0, Math.min(chunk.length, entriesBytes - at))
      await readFully(this.#handle, part, headerBytes + at, basename(this.path))
      crc = crc32(part, crc)
    }
    this.compare(crc)
  }

  /** Compares the checksum of all entries as read. @throws IndexDamage */
  compare(entriesCrc: number): void {
    if (entriesCrc !== this.#entriesCrc)
      throw new IndexDamage(`the entries of ${basename(this.path)} are damaged`)
  }

  /** Looks up the pending items. Sets `out` of those it finds; the others stay pending. */
  search(batch: Batch, pending: Pending, scratch: SearchScratch): void {
    const { candidates } = scratch
    const filter = this.#filter
    const count =
      filter.blocks === 0
        ? copyAll(pending, candidates)
        : filterCandidates(filter, batch.ids, pending, candidates)
    let hits = 0
    for (let i = 0; i < count; i++) if (this.#find(batch, candidates[i]!, scratch)) hits++
    if (hits > 0) keepNew(batch.out, pending)
  }

  /** Halves its memory, which makes reads more frequent and longer. Returns false where it can't. */
  fold(): boolean {
    if (this.#filter.words.byteLength > this.#directory.byteLength) {
      this.#filter = foldOrDrop(this.#filter, this.count)
      return true
    }
    const bits = this.#directoryBits
    if (bits === 0 || this.count / 2 ** (bits - 1) > entriesPerReadMax) return false
    this.#directory = everyNth(this.#directory, 2)
    this.#directoryBits--
    return true
  }

  /** Where the entries of each prefix of `bits` bits begin; 2^bits + 1 numbers. `bits` is at most `directoryBits`. */
  partitions(bits: number): Uint32Array {
    invariant(bits <= this.#directoryBits, 'partitions are no finer than the directory')
    return everyNth(this.#directory, 2 ** (this.#directoryBits - bits))
  }

  /** Reads the entries from `from` up to `to` into `into`, beginning at word `at`. */
  async read(from: number, to: number, into: Uint32Array, at: number): Promise<void> {
    const bytes = bytesOf(into.subarray(at, at + (to - from) * entryWords))
    await readFully(this.#handle, bytes, headerBytes + from * entryBytes, basename(this.path))
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** Reads the few entries that share the identity's prefix. If it is among them, sets `out` and returns true. */
  #find({ ids, contents, out }: Batch, number: number, scratch: SearchScratch): boolean {
    const at = number * halfWords
    const bits = this.#directoryBits
    // In JavaScript a shift by 32 is a shift by 0, so zero bits are a special case.
    const prefix = bits === 0 ? 0 : ids[at]! >>> (32 - bits)
    const from = this.#directory[prefix]!
    const words = (this.#directory[prefix + 1]! - from) * entryWords
    if (words === 0) return false
    if (scratch.bucket.length < words) scratch.bucket = new Uint32Array(words * 2)
    const bytes = new Uint8Array(scratch.bucket.buffer, 0, words * 4)
    const read = readSync(this.#handle.fd, bytes, 0, bytes.length, headerBytes + from * entryBytes)
    if (read !== bytes.length) throw new IndexDamage('a run is shorter than its header says')
    for (let place = 0; place < words; place += entryWords) {
      if (!sameHalf(scratch.bucket, place, ids, at)) continue
      const same = sameHalf(scratch.bucket, place + halfWords, contents, at)
      out[number] = same ? identitySeen.duplicate : identitySeen.conflict
      return true
    }
    return false
  }
}

function copyAll({ numbers, count }: Pending, candidates: Uint32Array): number {
  candidates.set(numbers.subarray(0, count))
  return count
}

function keepNew(out: Uint8Array, pending: Pending): void {
  const { numbers, count } = pending
  let kept = 0
  for (let i = 0; i < count; i++) {
    const number = numbers[i]!
    if (out[number] === identitySeen.new) numbers[kept++] = number
  }
  pending.count = kept
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
/** A directory is not folded so far that a look-up reads more than this: 16 KiB. */
const entriesPerReadMax = 512
/** A filter with fewer bits answers "perhaps" so often that its memory is better used elsewhere. */
const bitsPerEntryKept = 2

async function readWords(
  handle: FileHandle,
  name: string,
  { at, words, crc }: { readonly at: number; readonly words: number; readonly crc: number },
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
