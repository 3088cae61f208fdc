/** Keccak-256 of many messages of one width: the fast way for nodes and leaves, which come in millions. Pure. */
import { invariant } from '../invariant.ts'
import { digestBytes, digestsMax, inputBytesMax, keccakEngine } from './engine.ts'

const wordBytes = 8
/** With its padding, a message fits one block of 136 bytes. */
const widthMax = 128

/**
 * Keccak-256 of every run of `width` bytes: digest i is `out[32·i .. 32·i + 32)`. `out` may be `bytes` itself where
 * `width` is 32.
 * @param width a multiple of 8, from 8 to 128
 */
export function keccak256Fixed(bytes: Uint8Array, width: number, out: Uint8Array): void {
  invariant(width % wordBytes === 0 && width > 0 && width <= widthMax, 'a message is 1 to 16 whole words')
  const count = bytes.length / width
  invariant(Number.isInteger(count), 'every message has its whole width')
  invariant(out.length === count * digestBytes, 'there is room for exactly 32 bytes a message')
  const { wasm, input, inputAt, output, outputAt } = keccakEngine()
  const messagesMax = Math.min(digestsMax, Math.floor(inputBytesMax / width))
  for (let first = 0; first < count; first += messagesMax) {
    const length = Math.min(messagesMax, count - first)
    input.set(length === count ? bytes : bytes.subarray(first * width, (first + length) * width))
    wasm.hashFixed(inputAt, length, width / wordBytes, outputAt)
    if (count === 1) for (let i = 0; i < digestBytes; i++) out[i] = output[i]!
    else out.set(output.subarray(0, length * digestBytes), first * digestBytes)
  }
}
