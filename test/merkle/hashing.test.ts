import { describe, expect, it } from 'vitest'
import { keccak256, keccak256Many } from '../../src/keccak/index.ts'
import { climb, hashInnerNodes } from '../../src/merkle/hashing.ts'
import { keccakSorted } from '../../src/merkle/nodeRules.ts'

/** Byte strings of one size, all different. */
function noise(count: number, size: number): Uint8Array {
  const offsets = Uint32Array.from({ length: count + 1 }, (_, i) => 4 * i)
  const digests = keccak256Many({
    bytes: new Uint8Array(Uint32Array.from({ length: count }, (_, i) => i).buffer),
    offsets,
  })
  const out = new Uint8Array(count * size)
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < size; at += 32) out.set(digests.subarray(32 * i, 32 * i + 32), i * size + at)
  }
  return out
}

const node = (nodes: Uint8Array, i: number): Uint8Array => nodes.subarray(32 * i, 32 * i + 32)
const hashPair = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  keccak256(Buffer.concat([a, b].sort(Buffer.compare)))

describe('hashInnerNodes', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 16_384, 16_385, 40_000])(
    'fills the inner nodes over %i leaves',
    (leafCount) => {
      const nodes = new Uint8Array(32 * (2 * leafCount - 1))
      nodes.set(noise(leafCount, 32), 32 * (leafCount - 1))
      hashInnerNodes(nodes, leafCount, keccakSorted)
      for (let i = 0; i < leafCount - 1; i++) {
        expect(Buffer.compare(node(nodes, i), hashPair(node(nodes, 2 * i + 1), node(nodes, 2 * i + 2)))).toBe(
          0,
        )
      }
    },
  )

  it('orders children that differ in one byte only, wherever it is', () => {
    for (let byte = 0; byte < 32; byte++) {
      const nodes = new Uint8Array(96).fill(0x80)
      nodes[32 + byte] = 0x81
      nodes[64 + ((byte + 1) % 32)] = 0x7f
      const expected = hashPair(node(nodes, 1), node(nodes, 2))
      hashInnerNodes(nodes, 2, keccakSorted)
      expect(node(nodes, 0)).toEqual(expected)
    }
  })
})

describe('climb', () => {
  it('hashes a node with each sibling in turn', () => {
    const nodes = noise(20, 32)
    for (let count = 0; count < 20; count++) {
      let expected = node(nodes, 19)
      for (let i = 0; i < count; i++) expected = hashPair(expected, node(nodes, i))
      expect(climb(node(nodes, 19), nodes.subarray(0, 32 * count), keccakSorted)).toEqual(expected)
    }
  })
})
