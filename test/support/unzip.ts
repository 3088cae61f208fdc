/** The files of a ZIP by their paths, read by its central directory as APPNOTE.TXT describes it. */
import { inflateRawSync } from 'node:zlib'

const [endSignature, entryBytes, localBytes, deflated] = [0x06054b50, 46, 30, 8]

export function unzip(zip: Buffer): Map<string, Buffer> {
  let end = zip.length - 22
  while (zip.readUInt32LE(end) !== endSignature) end--
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const path = zip.toString('utf8', at + entryBytes, at + entryBytes + name)
    const local = zip.readUInt32LE(at + 42)
    const start = local + localBytes + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + size)
    files.set(path, method === deflated ? inflateRawSync(bytes) : bytes)
    at += entryBytes + name + extra + comment
  }
  return files
}
