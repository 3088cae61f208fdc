/** Keccak-256 (Ethereum's, with the padding from before SHA-3) of one message and of many. Pure. */
import { invariant } from '../invariant.ts'
import { digestBytes, digestsMax, inputBytesMax, keccakEngine } from './engine.ts'

/** Bytes that one permutation takes in. */
const blockBytes = 136
/** A long message goes through in pieces of whole blocks. */
const pieceBytesMax = inputBytesMax - (inputBytesMax % blockBytes)

/** A flat list of byte strings: item i is bytes[offsets[i] .. offsets[i+1]). */
export interface ByteStrings {
  readonly bytes: Uint8Array
  /** n + 1 entries for n items, ascending. */
  readonly offsets: Int32Array | Uint32Array
}

/** The 32 bytes of a message's Keccak-256, in an array of their own. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(digestBytes)
  hashOne(bytes, out, 0)
  return out
}

/**
 * Keccak-256 of every item: digest i is `out[32·i .. 32·i + 32)`. Hashes two items at a time, of any lengths.
 * @param out at least 32 bytes an item; made where left out
 */
export function keccak256Many(items: ByteStrings, out?: Uint8Array): Uint8Array {
  const { bytes, offsets } = items
  const count = offsets.length - 1
  invariant(count >= 0 && offsets[0]! >= 0, 'n byte strings come with n + 1 offsets from 0 up')
  const digests = out ?? new Uint8Array(count * digestBytes)
  invariant(digests.length >= count * digestBytes, 'there is room for 32 bytes an item')
  let first = 0
  while (first < count) {
    const end = chunkEnd(offsets, first, bytes.length)
    if (end === first) {
      hashOne(bytes.subarray(offsets[first]!, offsets[first + 1]!), digests, first * digestBytes)
      first++
    } else {
      hashChunk(items, first, end, digests)
      first = end
    }
  }
  return digests
}

/** How far the items from `first` on fit the working areas; `first` itself where that one item does not. */
function chunkEnd(offsets: ByteStrings['offsets'], first: number, length: number): number {
  const from = offsets[first]!
  const last = Math.min(offsets.length - 1, first + digestsMax)
  let end = first
  while (end < last) {
    const next = offsets[end + 1]!
    invariant(next >= offsets[end]! && next <= length, 'offsets ascend and stay within the bytes')
    if (next - from > inputBytesMax) break
    end++
  }
  return end
}

function hashChunk(items: ByteStrings, first: number, end: number, digests: Uint8Array): void {
  const { wasm, input, inputAt, offsets, offsetsAt, output, outputAt } = keccakEngine()
  const from = items.offsets[first]!
  const count = end - first
  input.set(items.bytes.subarray(from, items.offsets[end]!))
  offsets.set(items.offsets.subarray(first, end + 1))
  // Offsets count from the start of all bytes, of which the input area holds a part; addresses wrap at 2^32.
  wasm.hashMany(inputAt - from, offsetsAt, count, outputAt)
  digests.set(output.subarray(0, count * digestBytes), first * digestBytes)
}

function hashOne(bytes: Uint8Array, digests: Uint8Array, at: number): void {
  const { wasm, input, inputAt, output, outputAt } = keccakEngine()
  let from = 0
  wasm.begin()
  while (bytes.length - from >= blockBytes) {
    const whole = bytes.length - from - ((bytes.length - from) % blockBytes)
    const length = Math.min(pieceBytesMax, whole)
    input.set(bytes.subarray(from, from + length))
    wasm.update(inputAt, length / blockBytes)
    from += length
  }
  input.set(bytes.subarray(from))
  wasm.finish(inputAt, bytes.length - from, outputAt)
  for (let i = 0; i < digestBytes; i++) digests[at + i] = output[i]!
}
