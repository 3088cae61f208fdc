/**
 * Question: what does it cost to judge and remember an identity, does that grow with what is stored, and is our own
 * index worth its code beside LMDB?
 * Size: 2 M identities into an empty index, then 10 M stored and 2 M more (1 M stored and 0.5 M more with --quick),
 * in batches of 16,384; 0.2 M of them sent again. All are new but those: the usual and the dearest case for a tree.
 * Estimate: empty 2 M/s (two cache misses and a write of 32 bytes, each entry sorted once); at 10 M 1.2 M/s or more
 * (a cache miss for each of some ten runs, each entry merged once or twice), 70 MB. LMDB descends a tree of 10 M and
 * copies a page for every put: 0.3 M/s empty, 0.1 M/s at 10 M, and the file's pages in memory.
 */
import { randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { open } from 'lmdb'
import { openIdentityIndex } from '../src/identities/index.ts'
import type { IdentityIndex } from '../src/identities/port.ts'
import type { Measurement } from './measurement.ts'

const batchLength = 16_384
const peer = 'LMDB'

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  const sizes = quick
    ? { empty: 500_000, stored: 1_000_000, more: 500_000 }
    : { empty: 2_000_000, stored: 10_000_000, more: 2_000_000 }
  const ours = await measure(sizes, (folder) => openIdentityIndex({ folder }))
  const lmdb = await measure(sizes, openLmdb)
  const stored = `${millions(sizes.stored)} stored`
  const compared = (
    name: string,
    size: string,
    unit: string,
    value: (measured: Measured) => number,
  ): Measurement => ({
    name: `identities, ${name}`,
    size,
    value: value(ours),
    unit,
    peer,
    peerValue: value(lmdb),
    ratio: value(ours) / value(lmdb),
  })
  return [
    compared('new', 'empty index', 'identities/s', ({ empty }) => empty.rate),
    compared('new', stored, 'identities/s', ({ full }) => full.rate),
    compared('new, against empty', stored, 'of the rate', ({ empty, full }) => full.rate / empty.rate),
    // Processor time of all threads, because other work on the machine disturbs it least.
    compared(
      'new, processor time',
      'empty index',
      'identities/s of a core',
      ({ empty }) => empty.perCoreSecond,
    ),
    compared('new, processor time', stored, 'identities/s of a core', ({ full }) => full.perCoreSecond),
    compared('sent again', stored, 'identities/s', ({ again }) => again),
    {
      name: 'identities, memory',
      size: stored,
      value: ours.megabytes,
      unit: 'MB resident',
      peer,
      peerValue: lmdb.megabytes,
      ratio: lmdb.megabytes / ours.megabytes,
    },
  ]
}

interface Measured {
  readonly empty: Fed
  readonly full: Fed
  readonly again: number
  readonly megabytes: number
}

interface Sizes {
  readonly empty: number
  readonly stored: number
  readonly more: number
}

async function measure(sizes: Sizes, openAt: (folder: string) => Promise<IdentityIndex>): Promise<Measured> {
  const folder = mkdtempSync(join(process.cwd(), '.headwater-bench-'))
  try {
    await warmUp(() => openAt(join(folder, 'warm')))
    const before = residentMegabytes()
    const index = await openAt(join(folder, 'index'))
    const empty = await feed(index, sizes.empty)
    await feed(index, sizes.stored - sizes.empty)
    const full = await feed(index, sizes.more)
    const megabytes = residentMegabytes() - before
    const again = resend(index, empty.sent)
    await index.close()
    return { empty, full, again, megabytes }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** So that the first numbers are not those of the compiler. */
async function warmUp(openIt: () => Promise<IdentityIndex>): Promise<void> {
  const index = await openIt()
  await feed(index, 200_000)
  await index.close()
}

interface Fed {
  readonly rate: number
  readonly perCoreSecond: number
  readonly sent: { readonly identity: Uint8Array; readonly content: Uint8Array }[]
}

/** Judges, adds and advances, as an ingester does; only that is counted. */
async function feed(index: IdentityIndex, count: number): Promise<Fed> {
  const sent: Fed['sent'] = []
  const out = new Uint8Array(batchLength)
  let milliseconds = 0
  let processor = 0
  for (let fed = 0; fed < count; fed += batchLength) {
    const identity = randomFillSync(new Uint8Array(batchLength * 16))
    const content = randomFillSync(new Uint8Array(batchLength * 16))
    const began = performance.now()
    const usage = process.cpuUsage()
    index.check(identity, content, batchLength, out)
    if (out.some((judged) => judged !== 0)) throw new Error('a random identity was taken for a known one')
    index.add(identity, content, batchLength)
    await index.advance(index.position + 1)
    const used = process.cpuUsage(usage)
    processor += used.user + used.system
    milliseconds += performance.now() - began
    if (sent.length < 12) sent.push({ identity, content })
  }
  const whole = Math.ceil(count / batchLength) * batchLength
  return { rate: (whole / milliseconds) * 1_000, perCoreSecond: (whole / processor) * 1_000_000, sent }
}

function resend(index: IdentityIndex, sent: Fed['sent']): number {
  const out = new Uint8Array(batchLength)
  const began = performance.now()
  for (const { identity, content } of sent) {
    index.check(identity, content, batchLength, out)
    if (out.some((judged) => judged !== 1)) throw new Error('a known identity was taken for a new one')
  }
  return ((sent.length * batchLength) / (performance.now() - began)) * 1_000
}

/** The same interface on LMDB, set up in its favour: synchronous batches, no sync to disk at all. */
async function openLmdb(path: string): Promise<IdentityIndex> {
  const database = open<Uint8Array, Buffer>({
    path,
    encoding: 'binary',
    keyEncoding: 'binary',
    noSync: true,
    noMetaSync: true,
    noMemInit: true,
    mapSize: 4 * 2 ** 30,
  })
  let position = 0
  const at = (bytes: Uint8Array, number: number): Buffer =>
    Buffer.from(bytes.buffer, bytes.byteOffset + number * 16, 16)
  return {
    get position() {
      return position
    },
    size: 0,
    check(identity, content, length, out) {
      for (let number = 0; number < length; number++) {
        // The buffer is used again, and is longer than its value.
        const known = database.getBinaryFast(at(identity, number)) as Buffer | undefined
        out[number] =
          known === undefined ? 0 : known.compare(content, number * 16, number * 16 + 16, 0, 16) === 0 ? 1 : 2
      }
    },
    add(identity, content, length) {
      database.transactionSync(() => {
        for (let number = 0; number < length; number++)
          database.putSync(at(identity, number), at(content, number))
      })
    },
    async advance(to) {
      position = to
    },
    close: () => database.close(),
  }
}

function residentMegabytes(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().rss / 1e6
}

function millions(count: number): string {
  return `${count / 1e6} M`
}
