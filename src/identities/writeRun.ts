/**
 * Writes a run from inputs (a memtable, or older runs), one partition after the other. A partition has the entries of
 * all inputs with one prefix: they are read, sorted together and appended. Identities are uniform, so the partitions
 * are equally small, and only one is in memory. The event loop runs between partitions, so the work delays look-ups
 * by a few milliseconds at most.
 */
import { type FileHandle, open, rm } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { invariant } from '../invariant.ts'
import { entryBytes, entryWords } from './entry.ts'
import { addToFilter, createFilter } from './filter.ts'
import { Run, type RunMemory } from './run.ts'
import { bytesOf, directoryBitsFor, encodeHeader, headerBytes, runLayout } from './runFile.ts'
import { createSorter, partitionEntries } from './sort.ts'

export interface RunInput {
  readonly count: number
  /** How many entries have the prefix. */
  size(prefix: number): number
  /** Copies the entries with the prefix into `into`, beginning at word `at`. */
  read(prefix: number, into: Uint32Array, at: number): Promise<void>
}

interface WriteRunOptions {
  readonly path: string
  /** Older ones first: of entries with one identity the first is kept. */
  readonly inputs: readonly RunInput[]
  /** Number of bits of the prefixes: see `partitionBitsFor`. */
  readonly partitionBits: number
  readonly filterBlocks: number
  /** Called after each partition, with its number of entries. It may throw to stop the work. */
  readonly onProgress: (entries: number) => void
}

/** The number of prefix bits with which a partition has about `partitionEntries` entries. */
export function partitionBitsFor(count: number): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(1, count) / partitionEntries)))
}

/** The run is on disk when it returns. If it throws, it leaves nothing. */
export async function writeRun(options: WriteRunOptions): Promise<Run> {
  const handle = await open(options.path, 'w+', 0o600)
  try {
    return await writeParts(handle, options)
  } catch (error) {
    await handle.close()
    await rm(options.path, { force: true })
    throw error
  }
}

async function writeParts(handle: FileHandle, options: WriteRunOptions): Promise<Run> {
  const { inputs, partitionBits } = options
  const countMax = inputs.reduce((sum, input) => sum + input.count, 0)
  const directoryBits = directoryBitsFor(countMax)
  const directory = new Uint32Array(2 ** directoryBits + 1)
  const filter = createFilter(options.filterBlocks)
  const sorter = createSorter()
  let unsorted = new Uint32Array(partitionEntries * 2 * entryWords)
  let sorted = new Uint32Array(unsorted.length)
  let count = 0
  let entriesCrc = 0
  for (let prefix = 0; prefix < 2 ** partitionBits; prefix++) {
    const size = inputs.reduce((sum, input) => sum + input.size(prefix), 0)
    if (unsorted.length < size * entryWords) {
      unsorted = new Uint32Array(size * 2 * entryWords)
      sorted = new Uint32Array(unsorted.length)
    }
    let at = 0
    for (const input of inputs) {
      await input.read(prefix, unsorted, at)
      at += input.size(prefix) * entryWords
    }
    const kept = sorter.sort(unsorted, size, partitionBits, sorted)
    record(sorted, kept, { directory, directoryBits, filter })
    const bytes = bytesOf(sorted.subarray(0, kept * entryWords))
    entriesCrc = crc32(bytes, entriesCrc)
    await writeFully(handle, bytes, headerBytes + count * entryBytes)
    count += kept
    options.onProgress(size)
  }
  for (let place = 0; place < directory.length - 1; place++) directory[place + 1]! += directory[place]!
  const header = {
    count,
    directoryBits,
    filterBlocks: filter.blocks,
    entriesCrc,
    directoryCrc: crc32(bytesOf(directory)),
    filterCrc: crc32(bytesOf(filter.words)),
  }
  invariant(directory.at(-1) === count, 'the directory ends where the entries end')
  const layout = runLayout(header)
  await writeFully(handle, bytesOf(directory), layout.directoryAt)
  await writeFully(handle, bytesOf(filter.words), layout.filterAt)
  await writeFully(handle, encodeHeader(header), 0)
  await handle.sync()
  return new Run(options.path, handle, header, { directory, filter })
}

/** Counts each prefix one place further, so that the running sum is the beginning of each prefix. */
function record(
  entries: Uint32Array,
  count: number,
  { directory, directoryBits, filter }: RunMemory & { readonly directoryBits: number },
): void {
  const shift = 32 - directoryBits
  for (let i = 0; i < count; i++) {
    const at = i * entryWords
    const prefix = directoryBits === 0 ? 0 : entries[at]! >>> shift
    directory[prefix + 1]!++
    if (filter.blocks > 0) addToFilter(filter, entries, at)
  }
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  }
}
