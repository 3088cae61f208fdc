import { hex } from './hex.ts'

/** 16 random bytes as a UUID of version 4: six of their bits say the version and the variant. */
export function uuidV4(random: Uint8Array): string {
  return uuidAt(random, 0)
}

/** Ids of one call for random bytes. */
const idsAtOnce = 256

/** Makes one UUID after the other. It asks for the random bytes of many at once: asking takes longer than the rest. */
export function uuidsV4(bytesOf: (count: number) => Uint8Array): () => string {
  let random = new Uint8Array(0)
  let at = 0
  return () => {
    if (at === random.length) {
      random = Uint8Array.from(bytesOf(16 * idsAtOnce))
      at = 0
    }
    at += 16
    return uuidAt(random, at - 16)
  }
}

function uuidAt(random: Uint8Array, at: number): string {
  const bytes = random.slice(at, at + 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const digits = hex(bytes)
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`
}
