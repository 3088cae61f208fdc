/** Turns refusals into entries of the refused list. */

import { eventBytesMax, rawCutBytes } from '../../decoding/limits.ts'
import type { RefusedEvent } from '../../usage/refused.ts'
import { refusedId } from '../../usage/refusedId.ts'
import type { Refusal } from './openBatch.ts'

export function refusedEvent({ place, fault }: Refusal, refusedAt: Date): RefusedEvent {
  const { submission, line, format = submission.format } = place
  const cut = place.end - place.start > eventBytesMax
  const bytes = place.bytes.subarray(place.start, cut ? place.start + rawCutBytes : place.end)
  return {
    id: refusedId(bytes, fault.code, format),
    origin: submission.origin,
    format,
    line,
    code: fault.code,
    path: fault.path ?? '',
    message: cut ? `${fault.message} Only the beginning of the record is kept.` : fault.message,
    raw: bytes.toString(),
    refusedAt: refusedAt.toISOString(),
  }
}
