/** The fields of leaves as bytes. Trees have millions of them, so what most leaves share costs little. */
export const addressBytes = 20

const word = 0xffff_ffff_ffff_ffffn

/** 32 bytes, big-endian. @param value from 0 to below 2^256 */
export function writeUint256(view: DataView, at: number, value: bigint): void {
  const isSmall = value <= word
  view.setBigUint64(at, isSmall ? 0n : value >> 192n)
  view.setBigUint64(at + 8, isSmall ? 0n : (value >> 128n) & word)
  view.setBigUint64(at + 16, isSmall ? 0n : (value >> 64n) & word)
  view.setBigUint64(at + 24, isSmall ? value : value & word)
}

/** What `writeUint256` wrote. */
export function readUint256(view: DataView, at: number): bigint {
  let value = 0n
  for (let from = at; from < at + 32; from += 8) {
    const next = view.getBigUint64(from)
    value = value === 0n ? next : (value << 64n) | next
  }
  return value
}
