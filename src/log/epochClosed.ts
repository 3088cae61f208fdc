/** `EpochClosed`: it alone closes an epoch. Books without it never count. */
import { z } from 'zod'
import type { Micros } from '../events/time.ts'
import { parseTime } from '../events/time.ts'
import type { Position, RecordedEvent } from '../eventstore/port.ts'
import { readingEvent } from './damagedEvent.ts'
import { batchName, type EpochKey, type RowKey, type Watermarks } from './keys.ts'
import { type EpochManifest, parseManifest } from './manifest.ts'
import { type DataOf, OwnEvent } from './ownEvent.ts'

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

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * Under which key the close was asked for. A caller that lost the answer asks again with the key and gets this epoch, and
 * no second one is closed. No manifest and no root depends on it.
 */
const closeAsked = z.strictObject({
  /** SHA-256 of the key. */
  key: sha256,
  /** SHA-256 of what was asked for: the same key with another request is a mistake. */
  request: sha256,
  /** Warnings of the answer, so that it is the same again. */
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })).readonly(),
})

export type CloseAsked = z.infer<typeof closeAsked>

export const epochClosed = new OwnEvent(
  'EpochClosed',
  z.strictObject({
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
    asked: closeAsked.optional(),
  }),
)

export type EpochClosed = DataOf<typeof epochClosed>

export interface ClosedEpoch {
  readonly epoch: number
  readonly until: Micros
  readonly position: Position
  readonly watermarks: Watermarks
  /** Last registry event that counted; -1: none. */
  readonly registryRevision: number
  /** Names the books that count: those that the close wrote, or those rebuilt last. */
  readonly key: EpochKey
  readonly excludedRows: readonly RowKey[]
  readonly manifest: EpochManifest
  readonly manifestText: string
  readonly manifestHash: string
  /** Left out where the close was asked for without a key. */
  readonly asked?: CloseAsked
}

/** @throws HeadwaterError `data.damaged` where the event or the manifest in it is not what was written */
export function closedEpoch(event: RecordedEvent): ClosedEpoch {
  const closed = epochClosed.read(event)
  return readingEvent(event, () => ({
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
    ...(closed.asked && { asked: closed.asked }),
  }))
}

/** Rows as ranges by batch. A whole file that two ingesters both took is one range for each batch. */
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
