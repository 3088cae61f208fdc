/** Checks that an `EpochClosed` event is well formed, in order, and agrees with the manifest that it carries. */
import { fail } from '../../errors.ts'
import { formatTime } from '../../events/time.ts'
import type { EventStore, RecordedEvent } from '../../eventstore/port.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { hashManifest, sealManifest } from '../../log/manifest.ts'
import { isSigned } from '../../log/manifestSignature.ts'
import { readClosedEpoch } from '../../log/rowsExcluded.ts'
import { streams } from '../../log/streams.ts'
import { sortedWatermarks } from '../close/composeManifest.ts'
import { describeFields } from './fields.ts'
import type { Findings } from './findings.ts'

/** Every `EpochClosed` event, by epoch, before any check. */
export async function readClosedEvents(events: EventStore): Promise<Map<number, RecordedEvent>> {
  const found = new Map<number, RecordedEvent>()
  for await (const event of events.readStream(streams.epochs)) found.set(event.revision + 1, event)
  return found
}

/** @returns undefined where the event cannot be read at all */
export async function checkEvent(
  { events }: { readonly events: Pick<EventStore, 'readStream'> },
  findings: Findings,
  epoch: number,
  event: RecordedEvent | undefined,
): Promise<ClosedEpoch | undefined> {
  return findings.check('event', 'EpochClosed is whole and agrees with its manifest.', async () => {
    if (event === undefined) fail('data.damaged', `The event that closed epoch ${epoch} is missing.`)
    const closed = await readClosedEpoch(events, event)
    const { manifest } = closed
    const told = {
      epoch: closed.epoch,
      until: formatTime(closed.until),
      position: closed.position,
      watermarks: sortedWatermarks(closed.watermarks),
      registryRevision: closed.registryRevision,
    }
    const { position, watermarks, registryRevision } = manifest.log
    const committed = { epoch: manifest.epoch, until: manifest.until, position, watermarks, registryRevision }
    for (const difference of describeFields(committed, told)) {
      findings.differs('event', `EpochClosed and its manifest differ: ${difference}.`)
    }
    if (closed.epoch !== epoch)
      findings.differs('event', `The event in place ${epoch} closes epoch ${closed.epoch}.`)
    return closed
  })
}

/** The manifest's hash, and its link to the manifest before. @param before undefined where that event is unreadable */
export async function checkManifest(
  findings: Findings,
  closed: ClosedEpoch,
  before: ClosedEpoch | 'none' | undefined,
): Promise<void> {
  await findings.check('manifest', 'The manifest has its hash and names the one before.', async () => {
    const hash = hashManifest(closed.manifestText)
    if (hash !== closed.manifestHash) {
      findings.differs(
        'manifest',
        `The manifest's SHA-256 is ${hash}, and EpochClosed says ${closed.manifestHash}.`,
      )
    }
    if (closed.signature !== undefined && !isSigned(closed.manifestHash, closed.signature)) {
      findings.differs(
        'manifest',
        `Its signature is not one of the key ${closed.signature.publicKey} over its hash.`,
      )
    }
    if (sealManifest(closed.manifest).text !== closed.manifestText)
      findings.differs('manifest', 'The manifest is not in canonical form.')
    if (before === undefined) return
    const expected = before === 'none' ? null : hashManifest(before.manifestText)
    if (closed.manifest.previous !== expected) {
      findings.differs(
        'manifest',
        `It names the previous manifest ${closed.manifest.previous}, which is ${expected}.`,
      )
    }
  })
}
