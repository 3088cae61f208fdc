/** The fields of leaves as bytes. Trees have millions of them, so what most leaves share costs little. */
import { readHex } from '../base/hex.ts'

export const addressBytes = 20

/**
 * Reads addresses that are mostly the one before: a chain has few tokens.
 * @returns whether the text is an address; its bytes are then in `into` from `at` on
 */
export function createTokenReader(): (text: unknown, into: Uint8Array, at: number) => boolean {
  const bytes = new Uint8Array(addressBytes)
  let last: unknown
  return (text, into, at) => {
    if (text === undefined || text !== last) {
      last = undefined
      if (!readHex(text, addressBytes, bytes, 0)) return false
      last = text
    }
    for (let i = 0; i < addressBytes; i++) into[at + i] = bytes[i]!
    return true
  }
}

const word = 0xffff_ffff_ffff_ffffn

/** 32 bytes, big-endian. @param value from 0 to below 2^256 */
export function writeUint256(view: DataView, at: number, value: bigint): void {
  const isSmall = value <= word
  view.setBigUint64(at, isSmall ? 0n : value >> 192n)
  view.setBigUint64(at + 8, isSmall ? 0n : (value >> 128n) & word)
  view.setBigUint64(at + 16, isSmall ? 0n : (value >> 64n) & word)
  view.setBigUint64(at + 24, isSmall ? value : value & word)
}
