/**
 * Looks at the bytes of the database file and of its write-ahead log before SQLite does. SQLite reads a file that was
 * cut as a shorter one, and drops the end of a log whose middle is damaged, without a word.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'

const magic = 'SQLite format 3\0'
const headerBytes = 100
const walHeaderBytes = 32
const frameHeaderBytes = 24
/** Largest page: a file that is just being made has one. */
const newBytesMax = 65_536
/** Both byte orders of the checksums; SQLite's own is that of the machine that wrote. */
const walMagic = 0x377f0682

/**
 * Call it only where this process does not have the file open: closing a file drops every lock that the process has on
 * it, SQLite's too.
 * @returns a sentence that says what is wrong; undefined where nothing is, or where there is no file
 */
export function shapeFault(path: string): string | undefined {
  const size = sizeOf(path)
  if (size === undefined) return undefined
  const walSize = sizeOf(`${path}-wal`) ?? 0
  if (size === 0) return walSize > 0 ? `${path} is empty, and its write-ahead log is not` : undefined
  const header = readHeader(path)
  // A process that ended while it made the file left a journal, from which SQLite undoes the little that was written.
  if ((sizeOf(`${path}-journal`) ?? 0) > 0 && size <= newBytesMax) return undefined
  const fault = headerFault(header, walSize > 0 || size === pageSizeOf(header))
  if (fault !== undefined) return `The header of ${path} is damaged: ${fault}`
  if (walSize === 0) return lengthFault(path, header, size)
  return walFault(`${path}-wal`)
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(headerBytes)
  const file = openSync(path, 'r')
  try {
    return header.subarray(0, readSync(file, header, 0, headerBytes, 0))
  } finally {
    closeSync(file)
  }
}

/** The fields that every file of ours has alike: https://www.sqlite.org/fileformat2.html#the_database_header */
function headerFault(header: Buffer, mayBeNew: boolean): string | undefined {
  if (header.length < headerBytes) return 'it is cut'
  if (header.toString('latin1', 0, magic.length) !== magic) return 'it does not begin as a file of SQLite'
  const pageSize = pageSizeOf(header)
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return `it says that a page has ${pageSize} bytes`
  const [writeVersion, readVersion, reserved] = [header[18]!, header[19]!, header[20]!]
  if (writeVersion > 2 || readVersion > 2 || writeVersion === 0 || readVersion === 0)
    return 'it names an unknown format'
  if (reserved !== 0 || header[21] !== 64 || header[22] !== 32 || header[23] !== 32)
    return 'its payload fractions are not those of SQLite'
  if (header.readUInt32BE(52) !== 0) return 'it says that the file shrinks by itself'
  const [schemaFormat, encoding] = [header.readUInt32BE(44), header.readUInt32BE(56)]
  // A new file has one page; its tables are in the log alone, or were not made before the process ended.
  if (mayBeNew && schemaFormat === 0 && encoding === 0) return undefined
  if (schemaFormat !== 4) return 'it names an unknown format of the schema'
  return encoding === 1 ? undefined : 'it says that its texts are not UTF-8'
}

function pageSizeOf(header: Buffer): number {
  const size = header.readUInt16BE(16)
  return size === 1 ? 65_536 : size
}

/** Without a log every page is in the file, and the header counts them. */
function lengthFault(path: string, header: Buffer, size: number): string | undefined {
  const pages = header.readUInt32BE(28)
  const expected = pages * pageSizeOf(header)
  // A file of a very old SQLite does not count its pages. The count is good where both counters of changes agree.
  if (header.readUInt32BE(24) !== header.readUInt32BE(92)) return `The counters of changes in ${path} differ`
  return size === expected ? undefined : `${path} has ${size} bytes, and its header says ${expected}`
}

/**
 * A kill or a power failure leaves at most the last transaction of the log incomplete: an earlier one was synced before
 * the next began. So a complete transaction behind a broken one shows damage, and SQLite would drop both.
 */
function walFault(path: string): string | undefined {
  const wal = readFileSync(path)
  if (wal.length < walHeaderBytes) return undefined
  const readWord = (wal.readUInt32BE(0) & 1) === 1 ? readBig : readLittle
  const brokenHeader =
    (wal.readUInt32BE(0) & ~1) >>> 0 !== walMagic ||
    !checksumAt(wal, 24).equals(checksum(wal.subarray(0, 24), Buffer.alloc(8), readWord))
  const pageSize = wal.readUInt32BE(8)
  if (brokenHeader) return wal.length > walHeaderBytes ? `The header of ${path} is damaged` : undefined
  const frameBytes = frameHeaderBytes + pageSize
  let broken: number | undefined
  /** Commits behind the broken frame that belong to its own transaction, at most. */
  let ownCommits = 1
  let commitsBehind = 0
  for (let at = walHeaderBytes, frame = 0; at + frameBytes <= wal.length; at += frameBytes, frame++) {
    // Frames of an earlier use of the file have other salts: the log ends before them.
    const current = wal.compare(wal, 16, 24, at + 8, at + 16) === 0
    if (!current && broken === undefined && !followedByCurrent(wal, at + frameBytes, frameBytes)) break
    const before = frame === 0 ? checksumAt(wal, 24) : checksumAt(wal, at - frameBytes + 16)
    const sound = current && isSound(wal, at, { before, pageSize, readWord })
    const commits = wal.readUInt32BE(at + 4) !== 0
    if (!sound && broken === undefined) {
      broken = frame
      if (commits) ownCommits = 0
    } else if (sound && broken !== undefined && commits) commitsBehind++
  }
  return broken !== undefined && commitsBehind > ownCommits
    ? `Frame ${broken} of ${path} is damaged, and what was recorded after it is in the frames behind`
    : undefined
}

function followedByCurrent(wal: Buffer, at: number, frameBytes: number): boolean {
  return at + frameBytes <= wal.length && wal.compare(wal, 16, 24, at + 8, at + 16) === 0
}

type ReadWord = (bytes: Buffer, at: number) => number
const readBig: ReadWord = (bytes, at) => bytes.readUInt32BE(at)
const readLittle: ReadWord = (bytes, at) => bytes.readUInt32LE(at)

function checksumAt(wal: Buffer, at: number): Buffer {
  return wal.subarray(at, at + 8)
}

interface FrameCheck {
  /** The checksum that the frame before ends with. */
  readonly before: Buffer
  readonly pageSize: number
  readonly readWord: ReadWord
}

function isSound(wal: Buffer, at: number, { before, pageSize, readWord }: FrameCheck): boolean {
  const head = checksum(wal.subarray(at, at + 8), before, readWord)
  const from = at + frameHeaderBytes
  return checksumAt(wal, at + 16).equals(checksum(wal.subarray(from, from + pageSize), head, readWord))
}

/** https://www.sqlite.org/fileformat2.html#checksum_algorithm */
function checksum(bytes: Buffer, seed: Buffer, readWord: ReadWord): Buffer {
  let [a, b] = [seed.readUInt32BE(0), seed.readUInt32BE(4)]
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + readWord(bytes, at) + b) >>> 0
    b = (b + readWord(bytes, at + 4) + a) >>> 0
  }
  const sum = Buffer.alloc(8)
  sum.writeUInt32BE(a, 0)
  sum.writeUInt32BE(b, 4)
  return sum
}
