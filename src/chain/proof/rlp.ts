/**
 * Recursive length prefix, as Ethereum's headers and receipts are encoded. Items are the hex of answers, so that no
 * array of bytes is made for each; a block of receipts has tens of thousands of them. A test compares it with
 * `@ethereumjs/rlp`.
 */

/** Hex with `0x`, or a list. */
export type RlpItem = string | readonly RlpItem[]

export function encodeRlp(item: RlpItem): Buffer {
  const bytes = Buffer.allocUnsafe(encodedLength(item))
  write(item, bytes, 0)
  return bytes
}

/** `0x0` and `0x00` are the empty string: a quantity has no leading zeros. */
export function quantity(hex: string): string {
  const digits = hex.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 1 ? '0' : ''}${digits}`
}

function payloadLength(items: readonly RlpItem[]): number {
  let length = 0
  for (const item of items) length += encodedLength(item)
  return length
}

function encodedLength(item: RlpItem): number {
  if (typeof item !== 'string') {
    const length = payloadLength(item)
    return length + prefixLength(length)
  }
  const length = (item.length - 2) >> 1
  return isPlainByte(item) ? 1 : length + prefixLength(length)
}

function isPlainByte(hex: string): boolean {
  return hex.length === 4 && hex.charCodeAt(2) < 0x38
}

function prefixLength(length: number): number {
  return length < 56 ? 1 : 1 + bytesOf(length)
}

function bytesOf(length: number): number {
  return length < 0x1_00 ? 1 : length < 0x1_00_00 ? 2 : length < 0x1_00_00_00 ? 3 : 4
}

function write(item: RlpItem, bytes: Buffer, at: number): number {
  if (typeof item !== 'string') {
    let end = writePrefix(0xc0, payloadLength(item), bytes, at)
    for (const one of item) end = write(one, bytes, end)
    return end
  }
  const length = (item.length - 2) >> 1
  const start = isPlainByte(item) ? at : writePrefix(0x80, length, bytes, at)
  // Node stops at what is no hex; callers have checked it (answers.ts).
  if (length > 0) bytes.write(item.slice(2), start, length, 'hex')
  return start + length
}

function writePrefix(base: number, length: number, bytes: Buffer, at: number): number {
  if (length < 56) {
    bytes[at] = base + length
    return at + 1
  }
  const width = bytesOf(length)
  bytes[at] = base + 55 + width
  bytes.writeUIntBE(length, at + 1, width)
  return at + 1 + width
}
