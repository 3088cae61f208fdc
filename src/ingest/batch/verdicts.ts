/** Decides what becomes of each event of a batch, by its identity. */

import type { Fault } from '../../errors.ts'
import { type IdentityIndex, identitySeen } from '../../identities/port.ts'
import { countSeen } from './countSeen.ts'
import { judgeMaybeSeen } from './maybeSeen.ts'
import type { MaybeSeenEvent, OpenBatch, Refusal, RowIdentities } from './openBatch.ts'

export interface Verdicts {
  readonly rows: RowIdentities
  /** `identitySeen` of each row. */
  readonly seen: Uint8Array
  readonly accepted: number
  /** Conflicts and rejections, in no order. */
  readonly refusals: readonly Refusal[]
  readonly duplicates: readonly MaybeSeenEvent[]
}

/** Compares each event with the index and with the batch itself, where the first one of an identity is accepted. */
export function verdictsOf(batch: OpenBatch, identities: IdentityIndex): Verdicts {
  const rows = batch.identities()
  const seen = new Uint8Array(rows.length)
  identities.check(rows.identity, rows.content, rows.length, seen)
  const refusals: Refusal[] = [...batch.refusals]
  const duplicates: MaybeSeenEvent[] = []
  for (const { event, status } of judgeMaybeSeen(batch, rows, seen, identities)) {
    const { place, source, id, fault } = event
    if (status === identitySeen.duplicate) duplicates.push(event)
    else if (status === identitySeen.new) refusals.push({ place, status: 'rejected', fault, source, id })
    else refusals.push({ place, status: 'conflict', fault: conflictFault(source, id), source, id })
  }
  let accepted = 0
  batch.segments.forEach(({ submission, from }, index) => {
    const to = batch.segments[index + 1]?.from ?? rows.length
    accepted += countSeen(seen, identitySeen.new, from, to)
    for (const row of rowsWith(seen, identitySeen.conflict, from, to)) {
      const [source, id] = [batch.textAt('source', row), batch.textAt('id', row)]
      const fault = conflictFault(source, id)
      refusals.push({ place: batch.placeOf(row, submission), status: 'conflict', fault, source, id })
    }
  })
  return { rows, seen, accepted, refusals, duplicates }
}

function* rowsWith(seen: Uint8Array, status: number, from: number, to: number): Generator<number> {
  for (let row = seen.indexOf(status, from); row >= 0 && row < to; row = seen.indexOf(status, row + 1))
    yield row
}

export function conflictFault(source: string, id: string): Fault {
  return {
    code: 'event.conflict',
    message: `Another event has the id ${JSON.stringify(id)} of ${JSON.stringify(source)} and says something else; the first one stands.`,
    path: '/id',
  }
}
