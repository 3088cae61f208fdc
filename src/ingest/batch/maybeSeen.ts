/**
 * Judges events for rows that the registry refuses, by their identity first. One that was accepted before is a duplicate
 * or a conflict, whatever the registry says now. Only a new one is rejected, and its identity is not kept.
 */

import { hex } from '../../base/hex.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../../identities/port.ts'
import type { MaybeSeenEvent, OpenBatch, RowIdentities } from './openBatch.ts'

/** @param seen `identitySeen` of each row of the batch, by the index and by the batch itself */
export function judgeMaybeSeen(
  { maybeSeen }: Pick<OpenBatch, 'maybeSeen'>,
  rows: RowIdentities,
  seen: Uint8Array,
  identities: IdentityIndex,
): { event: MaybeSeenEvent; status: number }[] {
  if (maybeSeen.length === 0) return []
  const wanted = new Set(maybeSeen.map(({ identity }) => hex(identity)))
  const accepted = acceptedAmong(rows, seen, wanted)
  const out = new Uint8Array(1)
  return maybeSeen.map((event) => {
    const first = accepted.get(hex(event.identity))
    if (first && first.row < event.rowsBefore) {
      const same = first.content === hex(event.content)
      return { event, status: same ? identitySeen.duplicate : identitySeen.conflict }
    }
    identities.check(event.identity, event.content, 1, out)
    return { event, status: out[0]! }
  })
}

/** The accepted rows of the batch that have one of the wanted identities. */
function acceptedAmong(
  { identity, content, length }: RowIdentities,
  seen: Uint8Array,
  wanted: ReadonlySet<string>,
): Map<string, { row: number; content: string }> {
  const found = new Map<string, { row: number; content: string }>()
  for (let row = 0; row < length; row++) {
    if (seen[row] !== identitySeen.new) continue
    const at = row * identitySize
    const key = hex(identity.subarray(at, at + identitySize))
    if (wanted.has(key)) found.set(key, { row, content: hex(content.subarray(at, at + identitySize)) })
  }
  return found
}
