/** Bech32 (BIP 173), as Cosmos chains write accounts. Pure. */

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const checksumLength = 6
const textMax = 128

interface Bech32 {
  readonly prefix: string
  readonly bytes: Uint8Array
}

/** What a text in lower case stands for; undefined where it is malformed or its checksum is wrong. */
export function readBech32(text: string): Bech32 | undefined {
  if (text.length > textMax) return undefined
  const cut = text.lastIndexOf('1')
  const prefix = text.slice(0, cut)
  if (cut < 1 || !/^[!-@[-~]+$/.test(prefix)) return undefined
  const values = [...text.slice(cut + 1)].map((letter) => alphabet.indexOf(letter))
  if (values.length < checksumLength || values.includes(-1)) return undefined
  if (checksum([...prefixValues(prefix), ...values]) !== 1) return undefined
  const bytes = regrouped(values.slice(0, -checksumLength))
  return bytes && { prefix, bytes }
}

function checksum(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ff_ffff) << 5) ^ value
    for (const [bit, generator] of generators.entries()) if ((top >>> bit) & 1) sum ^= generator
  }
  return sum
}

function prefixValues(prefix: string): number[] {
  const codes = [...prefix].map((letter) => letter.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

/** Groups of 5 bits as bytes; undefined where what is left over is not less than 5 zero bits. */
function regrouped(values: readonly number[]): Uint8Array | undefined {
  const bytes: number[] = []
  let [bits, held] = [0, 0]
  for (const value of values) {
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 255)
  }
  const isWhole = bits < 5 && (held & ((1 << bits) - 1)) === 0
  return isWhole ? Uint8Array.from(bytes) : undefined
}
