/** Turns refusals into entries of the refused list. */

import { hex } from '../../base/hex.ts'
import { eventBytesMax, rawCutBytes } from '../../decoding/limits.ts'
import type { RefusedEvent } from '../../usage/refused.ts'
import { refusedId } from '../../usage/refusedId.ts'
import { identityOf } from '../eventIdentity.ts'
import { keptPlace, type Refusal } from './openBatch.ts'

export function refusedEvent(refusal: Refusal, refusedAt: Date): RefusedEvent {
  const { fault, source, id, registry = false } = refusal
  const place = keptPlace(refusal.place)
  const named = source !== undefined && id !== undefined
  const { submission, line, element = -1, format = submission.format } = place
  const cut = place.end - place.start > eventBytesMax
  const bytes = place.bytes.subarray(place.start, cut ? place.start + rawCutBytes : place.end)
  return {
    id: refusedId(bytes, fault.code, format),
    origin: submission.origin,
    format,
    line,
    ...(element >= 0 && { element }),
    ...(source !== undefined && { source }),
    ...(id !== undefined && { eventId: id }),
    ...(named && { identity: hex(identityOf(registry ? 'R' : 'C', source, id)) }),
    code: fault.code,
    path: fault.path ?? '',
    message: cut ? `${fault.message} Only the beginning of the record is kept.` : fault.message,
    raw: bytes.toString(),
    refusedAt: refusedAt.toISOString(),
  }
}
