/** Closed epochs, read from the log. `EpochClosed` alone makes an epoch: books without it never count. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { type EventStore, type Position, streams } from '../eventstore/port.ts'
import { invariant } from '../invariant.ts'
import type { Micros } from '../registry/model.ts'
import { parseTime } from '../registry/wire/time.ts'
import type { EpochKey, RowKey, Watermarks } from '../settlement/ports.ts'
import { createRebuiltLog, withBooks } from './booksRebuilt.ts'
import { type EpochManifest, parseManifest } from './manifest.ts'
import { requireNext } from './readWhole.ts'

export const epochClosedType = 'EpochClosed'

const watermarkList = z.array(z.strictObject({ partition: z.string(), revision: z.int().nonnegative() }))

const rangeRowsMax = 2 ** 24
const rowRange = z
  .tuple([z.int().nonnegative(), z.int().nonnegative()])
  .refine(([first, last]) => last >= first && last - first < rangeRowsMax)

/** Rows of one batch, as inclusive ranges. */
const excludedBatch = z.strictObject({
  partition: z.string(),
  revision: z.int().nonnegative(),
  attempt: z.string(),
  rows: z.array(rowRange),
})

const epochClosedSchema = z.strictObject({
  epoch: z.int().positive(),
  until: z.string(),
  position: z.int().nonnegative(),
  watermarks: watermarkList,
  registryRevision: z.int().min(-1),
  /** Which attempt's books count: 32 hex digits. */
  attempt: z.string().regex(/^[0-9a-f]{32}$/),
  /** Rows found at this close to repeat an identity of an earlier row. They count in no epoch. */
  excluded: z.array(excludedBatch),
  /** The manifest's canonical JSON, as hashed. */
  manifest: z.string(),
  manifestHash: z.string().regex(/^[0-9a-f]{64}$/),
})

/** Data of an `EpochClosed` event. */
export type EpochClosed = z.infer<typeof epochClosedSchema>

export interface ClosedEpoch {
  readonly epoch: number
  readonly until: Micros
  readonly position: Position
  readonly watermarks: Watermarks
  /** Last registry event that counted; -1: none. */
  readonly registryRevision: number
  /** Which books count: those that the close wrote, or those rebuilt last. */
  readonly key: EpochKey
  readonly excludedRows: readonly RowKey[]
  readonly manifest: EpochManifest
  readonly manifestText: string
  readonly manifestHash: string
}

export interface EpochLog {
  /**
   * All closed epochs, the first one first; reads only what is new since the last time.
   * @throws HeadwaterError `data.damaged` where one is missing
   */
  list(): Promise<readonly ClosedEpoch[]>
  /** @throws HeadwaterError `epoch.unknown` */
  get(epoch: number): Promise<ClosedEpoch>
  /** @throws HeadwaterError `epoch.none` */
  last(): Promise<ClosedEpoch>
}

export function createEpochLog(events: EventStore): EpochLog {
  const known: ClosedEpoch[] = []
  const rebuilt = createRebuiltLog(events)

  async function list(): Promise<readonly ClosedEpoch[]> {
    // First, so that every epoch that it names is read after it.
    const books = await rebuilt.read()
    for await (const event of events.readStream(streams.epochs, { from: known.length })) {
      // Two readers may run at once: each event is taken in once.
      if (event.revision < known.length) continue
      requireNext(event, known.length)
      const closed = readEpochClosed(event.data)
      invariant(closed.epoch === event.revision + 1, 'epoch n is event n−1 of its stream')
      known.push(closed)
    }
    for (const epoch of books.attempts.keys()) known[epoch - 1] = withBooks(known[epoch - 1]!, books)
    return known
  }

  async function get(epoch: number): Promise<ClosedEpoch> {
    const found = (await list())[epoch - 1]
    if (!found)
      fail('epoch.unknown', `Epoch ${epoch} is not closed; ${known.length} are.`, {
        data: { closed: known.length },
      })
    return found
  }

  async function last(): Promise<ClosedEpoch> {
    return (await list()).at(-1) ?? fail('epoch.none', 'No epoch is closed yet.')
  }

  return { list, get, last }
}

/** Event data to an epoch. Throws what zod and JSON.parse throw where the data was tampered with. */
export function readEpochClosed(data: unknown): ClosedEpoch {
  const closed = epochClosedSchema.parse(data)
  return {
    epoch: closed.epoch,
    until: parseTime(closed.until),
    position: closed.position,
    watermarks: new Map(closed.watermarks.map(({ partition, revision }) => [partition, revision])),
    registryRevision: closed.registryRevision,
    key: { epoch: closed.epoch, attempt: closed.attempt },
    excludedRows: unpackRows(closed.excluded),
    manifest: parseManifest(closed.manifest),
    manifestText: closed.manifest,
    manifestHash: closed.manifestHash,
  }
}

/** Rows as ranges by batch: a file that two ingesters took whole is one range a batch. */
export function packRows(rows: readonly RowKey[]): EpochClosed['excluded'] {
  const batches = new Map<string, RowKey[]>()
  for (const row of rows) {
    const batch = batchName(row)
    const list = batches.get(batch)
    if (list) list.push(row)
    else batches.set(batch, [row])
  }
  return [...batches.values()].map((list) => {
    const { partition, revision, attempt } = list[0]!
    return { partition, revision, attempt, rows: ranges(list.map((row) => row.row)) }
  })
}

/** A name for a batch that no other has: the parts of fixed form stand first. */
export function batchName(key: { revision: number; attempt: string; partition: string }): string {
  return `${key.revision}:${key.attempt}:${key.partition}`
}

function ranges(rows: number[]): [number, number][] {
  const packed: [number, number][] = []
  for (const row of rows.sort((a, b) => a - b)) {
    const last = packed.at(-1)
    if (last && last[1] + 1 === row && row - last[0] < rangeRowsMax) last[1] = row
    else packed.push([row, row])
  }
  return packed
}

function unpackRows(batches: EpochClosed['excluded']): RowKey[] {
  const rows: RowKey[] = []
  for (const { partition, revision, attempt, rows: packed } of batches) {
    for (const [first, last] of packed) {
      for (let row = first; row <= last; row++) rows.push({ partition, revision, attempt, row })
    }
  }
  return rows
}
