/** Base58 in Bitcoin's alphabet, as Solana writes accounts. Pure. */

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const base = 58n

/** The bytes of a text, exactly `length` of them; undefined where it is not the text of so many bytes. */
export function readBase58(text: string, length: number): Uint8Array | undefined {
  // So many bytes never take more digits; a longer text is not read.
  if (text.length === 0 || text.length > Math.ceil(length * 1.4)) return undefined
  let value = 0n
  for (const letter of text) {
    const digit = alphabet.indexOf(letter)
    if (digit < 0) return undefined
    value = value * base + BigInt(digit)
  }
  const bytes = new Uint8Array(length)
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = Number(value & 255n)
    value >>= 8n
  }
  // One text alone stands for the bytes: each zero byte at the front is a digit 1.
  return value === 0n && writeBase58(bytes) === text ? bytes : undefined
}

export function writeBase58(bytes: Uint8Array): string {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  let text = ''
  for (; value > 0n; value /= base) text = alphabet[Number(value % base)]! + text
  for (const byte of bytes) {
    if (byte !== 0) break
    text = alphabet[0]! + text
  }
  return text
}
