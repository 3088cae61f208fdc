/** `EpochClosed`: it alone closes an epoch. Books without it never count. */
import { z } from 'zod'
import type { Micros } from '../events/time.ts'
import { parseTime } from '../events/time.ts'
import type { Position, RecordedEvent } from '../eventstore/port.ts'
import { readingEvent } from './damagedEvent.ts'
import { ExcludedRows, excludedBatch } from './excludedRows.ts'
import type { EpochKey, Watermarks } from './keys.ts'
import { type EpochManifest, parseManifest } from './manifest.ts'
import { type ManifestSignature, manifestSignature } from './manifestSignature.ts'
import { type DataOf, OwnEvent } from './ownEvent.ts'

const watermarkList = z.array(z.strictObject({ partition: z.string(), revision: z.int().nonnegative() }))

const attempt = z.string().regex(/^[0-9a-f]{32}$/)

/** Of `RowsExcluded` events: the attempt of the close that wrote them, how many events there are, and their rows. */
const excludedStream = z.strictObject({ attempt, events: z.int().positive(), rows: z.int().positive() })

type ExcludedStream = z.infer<typeof excludedStream>

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
    attempt,
    /** Rows found at this close to repeat an identity of an earlier row. They count in no epoch. */
    excluded: z.array(excludedBatch),
    /** Where there are too many of them for this event: the stream of `RowsExcluded` events that has all of them. */
    excludedIn: excludedStream.optional(),
    /** The manifest's canonical JSON, as hashed. */
    manifest: z.string(),
    manifestHash: z.string().regex(/^[0-9a-f]{64}$/),
    asked: closeAsked.optional(),
    /** Where the ledger has a signing key. */
    signature: manifestSignature.optional(),
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
  readonly excludedRows: ExcludedRows
  /** Where the event names a stream of them. `readClosedEpoch` puts them into `excludedRows`. */
  readonly excludedIn?: ExcludedStream
  readonly manifest: EpochManifest
  readonly manifestText: string
  readonly manifestHash: string
  /** Left out where the ledger had no signing key. */
  readonly signature?: ManifestSignature
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
    excludedRows: new ExcludedRows(closed.excluded),
    manifest: parseManifest(closed.manifest),
    manifestText: closed.manifest,
    manifestHash: closed.manifestHash,
    ...(closed.excludedIn && { excludedIn: closed.excludedIn }),
    ...(closed.asked && { asked: closed.asked }),
    ...(closed.signature && { signature: closed.signature }),
  }))
}
