/**
 * Writes a run from inputs (a memtable, or older runs) partition by partition: of a range of prefixes all inputs'
 * entries are read, sorted together and appended. Since identities are uniform, the partitions are equally small,
 * and since each input is partitioned alike, nothing else needs to be in memory. Between partitions the event loop
 * turns, so the work never holds up look-ups for more than a few milliseconds.
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
  /** Copies them into `into`, from word `at` on. */
  read(prefix: number, into: Uint32Array, at: number): Promise<void>
}

interface WriteRunOptions {
  readonly path: string
  /** Older ones first: of entries with one identity the first stands. */
  readonly inputs: readonly RunInput[]
  /** What the inputs were partitioned by: see `partitionBitsFor`. */
  readonly partitionBits: number
  readonly filterBlocks: number
  /** Called with the number of entries handled, after each partition; it may throw to stop. */
  readonly onProgress: (entries: number) => void
}

/** So many prefix bits that a partition has about `partitionEntries`. */
export function partitionBitsFor(count: number): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(1, count) / partitionEntries)))
}

/** The run is on disk when it returns; nothing is left of it where it throws. */
export async function writeRun(options: WriteRunOptions): Promise<Run> {
  const handle = await open(options.path, 'w+')
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

/** Counts each prefix one place further, so that the running sum gives where the prefix begins. */
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
