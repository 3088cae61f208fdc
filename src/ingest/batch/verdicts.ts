/** Decides what becomes of each event of a batch, by its identity. */

import type { Fault } from '../../errors.ts'
import { type IdentityIndex, identitySeen } from '../../identities/port.ts'
import { judgeMaybeSeen } from './maybeSeen.ts'
import type { MaybeSeenCall, OpenBatch, Refusal } from './openBatch.ts'

export interface Verdicts {
  /** `identitySeen` of each row. */
  readonly seen: Uint8Array
  readonly accepted: number
  /** Conflicts and rejections, in no order. */
  readonly refusals: readonly Refusal[]
  readonly duplicates: readonly MaybeSeenCall[]
}

/** Compares each event with the index and with the batch itself, where the first one of an identity is accepted. */
export function verdictsOf(batch: OpenBatch, identities: IdentityIndex): Verdicts {
  const { calls } = batch
  const seen = new Uint8Array(calls.length)
  identities.check(calls.identity, calls.content, calls.length, seen)
  const refusals: Refusal[] = [...batch.refusals]
  const duplicates: MaybeSeenCall[] = []
  for (const { call, status } of judgeMaybeSeen(batch, seen, identities)) {
    const { place, source, id, fault } = call
    if (status === identitySeen.duplicate) duplicates.push(call)
    else if (status === identitySeen.new) refusals.push({ place, status: 'rejected', fault, source, id })
    else refusals.push({ place, status: 'conflict', fault: conflictFault(source, id), source, id })
  }
  let accepted = 0
  batch.segments.forEach(({ submission, from }, index) => {
    const to = batch.segments[index + 1]?.from ?? calls.length
    for (let row = from; row < to; row++) {
      if (seen[row] === identitySeen.new) accepted++
      else if (seen[row] === identitySeen.conflict) {
        const [source, id] = [calls.sourceAt(row), calls.idAt(row)]
        const fault = conflictFault(source, id)
        refusals.push({ place: batch.placeOf(row, submission), status: 'conflict', fault, source, id })
      }
    }
  })
  return { seen, accepted, refusals, duplicates }
}

export function conflictFault(source: string, id: string): Fault {
  return {
    code: 'event.conflict',
    message: `Another event has the id ${JSON.stringify(id)} of ${JSON.stringify(source)} and says something else; the first one stands.`,
    path: '/id',
  }
}
