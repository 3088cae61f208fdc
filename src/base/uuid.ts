import { hex } from './hex.ts'

const uuidBytes = 16
/** Ids of one call for random bytes. */
const idsAtOnce = 256

/** 16 random bytes as a UUID of version 4: six of their bits say the version and the variant. */
export function uuidV4(random: Uint8Array): string {
  return uuidAt(hex(marked(random)), 0)
}

/** Makes one UUID after the other. It asks for the random bytes of many at once: asking takes longer than the rest. */
export function uuidsV4(bytesOf: (count: number) => Uint8Array): () => string {
  let digits = ''
  let at = 0
  return () => {
    if (at === digits.length) {
      digits = hex(marked(bytesOf(uuidBytes * idsAtOnce)))
      at = 0
    }
    at += 2 * uuidBytes
    return uuidAt(digits, at - 2 * uuidBytes)
  }
}

/** The same bytes with the version and the variant in each 16 of them. */
function marked(random: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(random)
  for (let at = 0; at < bytes.length; at += uuidBytes) {
    bytes[at + 6] = (bytes[at + 6]! & 0x0f) | 0x40
    bytes[at + 8] = (bytes[at + 8]! & 0x3f) | 0x80
  }
  return bytes
}

function uuidAt(digits: string, at: number): string {
  const part = (from: number, to: number) => digits.slice(at + from, at + to)
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`
}
