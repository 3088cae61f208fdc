/**
 * The bloom of a block: 2048 bits, three for each address and topic of its logs. It may say yes to what is not there,
 * never no to what is.
 */
import { keccak256 } from '../../keccak/index.ts'
import type { LogFilter } from '../source/decoder.ts'

const bloomBytes = 256
/** Addresses and topics come again and again, so their bits are remembered. */
const rememberedMax = 100_000
const remembered = new Map<string, readonly number[]>()

/** The places of the three bits, counted from the end. */
function bitsOf(value: string): readonly number[] {
  const known = remembered.get(value)
  if (known) return known
  const digest = keccak256(Buffer.from(value.slice(2), 'hex'))
  const bits = [0, 2, 4].map((at) => ((digest[at]! << 8) | digest[at + 1]!) & 2_047)
  if (remembered.size >= rememberedMax) remembered.clear()
  remembered.set(value, bits)
  return bits
}

export function readBloom(hex: string): Buffer {
  return Buffer.from(hex.slice(2), 'hex')
}

function has(bloom: Buffer, value: string): boolean {
  return bitsOf(value).every((bit) => (bloom[bloomBytes - 1 - (bit >> 3)]! & (1 << (bit & 7))) !== 0)
}

/** Whether the block may have a log that the filter wants. */
export function mayHave(bloom: Buffer, { addresses, topics }: LogFilter): boolean {
  if (addresses !== undefined && !addresses.some((address) => has(bloom, address))) return false
  return topics.every((wanted) => wanted === undefined || wanted.some((topic) => has(bloom, topic)))
}

export function bloomOf(
  logs: readonly { readonly address: string; readonly topics: readonly string[] }[],
): Buffer {
  const bloom = Buffer.alloc(bloomBytes)
  const add = (value: string) => {
    for (const bit of bitsOf(value)) bloom[bloomBytes - 1 - (bit >> 3)]! |= 1 << (bit & 7)
  }
  for (const { address, topics } of logs) {
    add(address)
    for (const topic of topics) add(topic)
  }
  return bloom
}
