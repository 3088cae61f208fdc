/** Unpacks `Content-Encoding: deflate`. Its bytes have no mark by which ingestion could see it, as gzip and zstd have. */
import { inflateRawSync, inflateSync } from 'node:zlib'
import { fail } from '../errors.ts'

/** @throws HeadwaterError `request.tooLarge`, `request.malformed` */
export function inflated(bytes: Uint8Array, bytesMax: number): Uint8Array {
  if (bytes.length === 0) return bytes
  try {
    // HTTP means the format of zlib, and some senders leave its two bytes out.
    const unpack = (bytes[0]! & 0x0f) === 8 ? inflateSync : inflateRawSync
    return unpack(bytes, { maxOutputLength: bytesMax })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return fail('request.tooLarge', `The body unpacks to more than ${bytesMax} bytes.`)
    return fail(
      'request.malformed',
      `The body is packed with deflate and can’t be unpacked to its end: ${message}.`,
    )
  }
}
