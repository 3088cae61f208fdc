/**
 * Ids of refused events. An id says what was refused and why, so that the same event refused again for the same reason
 * is the same entry. Ids are stored: neither form may change.
 */
import { hex } from '../base/hex.ts'
import { sha256Hex } from '../base/sha256.ts'
import { keccak256 } from '../keccak/index.ts'

/**
 * Of an event that ingestion refused, by its bytes as received: 16 bytes of Keccak-256 over code, format and bytes, the
 * first two ended by a zero byte.
 */
export function refusedId(bytes: Uint8Array, code: string, format: string): string {
  return hex(keccak256(Buffer.concat([Buffer.from(`${code}\0${format}\0`), bytes])).subarray(0, 16))
}

/**
 * Of a call that a close excluded, by the event written again from its row, for the bytes received are gone: 16 bytes of
 * SHA-256 over a JSON list.
 */
export function conflictId(raw: string, code: string, format: string): string {
  return sha256Hex(JSON.stringify([raw, code, format])).slice(0, 32)
}
