/** Whether bytes are the name of an asset or of a version. A fast twin of the patterns in src/events/fields.ts. */
import { equals } from './byteMap.ts'

const assetKinds = ['dataset:', 'model:', 'agent:', 'tool:'].map((kind) => Buffer.from(kind))
const assetPathBytesMax = 255
/** Bytes that names may have; 1: in paths, 3: in paths and versions. */
export const nameBytes = new Uint8Array(256)
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+@')
  nameBytes[char.charCodeAt(0)] = 3
nameBytes['/'.charCodeAt(0)] = 1

export function isAssetId(bytes: Uint8Array, start: number, end: number): boolean {
  const kind = assetKinds.find((prefix) => equals(prefix, bytes, start, start + prefix.length))
  if (!kind) return false
  const path = start + kind.length
  if (path >= end || end - path > assetPathBytesMax) return false
  for (let at = path; at < end; at++) if (nameBytes[bytes[at]!] === 0) return false
  return true
}

const versionBytesMax = 64

export function isVersionName(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end || end - start > versionBytesMax) return false
  for (let at = start; at < end; at++) if (nameBytes[bytes[at]!] !== 3) return false
  return true
}
