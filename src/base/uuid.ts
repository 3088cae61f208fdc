import { putDigits } from './hex.ts'

const uuidBytes = 16
const uuidLength = 36
/** Ids of one call for random bytes. */
const idsAtOnce = 256

/** 16 random bytes as a UUID of version 4: six of their bits say the version and the variant. */
export function uuidV4(random: Uint8Array): string {
  return uuidsIn(marked(random))
}

/** Makes one UUID after the other. It asks for the random bytes of many at once: asking takes longer than the rest. */
export function uuidsV4(bytesOf: (count: number) => Uint8Array): () => string {
  let ids = ''
  let at = 0
  return () => {
    if (at === ids.length) {
      // One text: an id that is put together has its ten parts in memory as long as it lives.
      ids = uuidsIn(marked(bytesOf(uuidBytes * idsAtOnce)))
      at = 0
    }
    at += uuidLength
    return ids.slice(at - uuidLength, at)
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

const ascii = new TextDecoder()
const dash = 0x2d

/** One after the other. */
function uuidsIn(bytes: Uint8Array): string {
  const text = new Uint8Array((bytes.length / uuidBytes) * uuidLength)
  let to = 0
  for (let at = 0; at < bytes.length; at++) {
    const place = at % uuidBytes
    if (place === 4 || place === 6 || place === 8 || place === 10) text[to++] = dash
    putDigits(bytes[at]!, text, to)
    to += 2
  }
  return ascii.decode(text)
}
