/**
 * Judges calls that the registry refuses, by their identity first. A call that was accepted before is a duplicate or a
 * conflict, whatever the registry says now. Only a new call is rejected, and its identity is not kept.
 */

import { hex } from '../../base/hex.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../../identities/port.ts'
import type { MaybeSeenCall, OpenBatch } from './openBatch.ts'

/** @param seen `identitySeen` of each call of the batch, by the index and by the batch itself */
export function judgeMaybeSeen(
  batch: OpenBatch,
  seen: Uint8Array,
  identities: IdentityIndex,
): { call: MaybeSeenCall; status: number }[] {
  if (batch.maybeSeen.length === 0) return []
  const wanted = new Set(batch.maybeSeen.map(({ identity }) => hex(identity)))
  const accepted = acceptedAmong(batch, seen, wanted)
  const out = new Uint8Array(1)
  return batch.maybeSeen.map((call) => {
    const first = accepted.get(hex(call.identity))
    if (first && first.row < call.rowsBefore) {
      const same = first.content === hex(call.content)
      return { call, status: same ? identitySeen.duplicate : identitySeen.conflict }
    }
    identities.check(call.identity, call.content, 1, out)
    return { call, status: out[0]! }
  })
}

/** The accepted calls of the batch that have one of the wanted identities. */
function acceptedAmong(
  batch: OpenBatch,
  seen: Uint8Array,
  wanted: ReadonlySet<string>,
): Map<string, { row: number; content: string }> {
  const found = new Map<string, { row: number; content: string }>()
  const { identity, content, length } = batch.calls
  for (let row = 0; row < length; row++) {
    if (seen[row] !== identitySeen.new) continue
    const at = row * identitySize
    const key = hex(identity.subarray(at, at + identitySize))
    if (wanted.has(key)) found.set(key, { row, content: hex(content.subarray(at, at + identitySize)) })
  }
  return found
}
