/** Refusals as entries of the refused list. */

import { hex } from '../../base/hex.ts'
import { eventBytesMax, rawCutBytes } from '../../decoding/limits.ts'
import { keccak256 } from '../../keccak/index.ts'
import type { RefusedEvent } from '../../usage/refused.ts'
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

/** 16 bytes of Keccak-256 over code, format and bytes, the first two ended by a zero byte. */
export function refusedId(bytes: Uint8Array, code: string, format: string): string {
  return hex(keccak256(Buffer.concat([Buffer.from(`${code}\0${format}\0`), bytes])).subarray(0, 16))
}
