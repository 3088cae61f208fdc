/**
 * A WOFF file as the font that it packs. Readers of WOFF unpack a table whenever they need a glyph of it; of a font with
 * 65,000 glyphs that takes seconds, and unpacking all of it once takes milliseconds.
 */
import { inflateSync } from 'node:zlib'
import { invariant } from '../../invariant.ts'

const headBytes = 44
const entryBytes = 20
/** Of a font: its head, and of each table its entry. */
const sfntHeadBytes = 12
const sfntEntryBytes = 16

/** Format: https://www.w3.org/TR/WOFF/ */
export function sfntOf(woff: Buffer): Buffer {
  invariant(woff.toString('latin1', 0, 4) === 'wOFF', 'the file is a WOFF file')
  const tables = woff.readUInt16BE(12)
  const entries = Array.from({ length: tables }, (_, index) => {
    const at = headBytes + index * entryBytes
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field)) as [
      ...[number, number, number],
    ]
    const stored = woff.subarray(offset, offset + packed)
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.readUInt32BE(at + 16),
      bytes: packed < length ? inflateSync(stored) : stored,
    }
  })
  const head = Buffer.alloc(sfntHeadBytes + tables * sfntEntryBytes)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(tables, 4)
  const power = 2 ** Math.floor(Math.log2(tables))
  head.writeUInt16BE(power * 16, 6)
  head.writeUInt16BE(Math.log2(power), 8)
  head.writeUInt16BE(tables * 16 - power * 16, 10)
  const parts: Buffer[] = [head]
  let offset = head.length
  entries.forEach(({ tag, checksum, bytes }, index) => {
    const at = sfntHeadBytes + index * sfntEntryBytes
    tag.copy(head, at)
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(bytes.length, at + 12)
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4)
    parts.push(bytes, padding)
    offset += bytes.length + padding.length
  })
  return Buffer.concat(parts)
}
