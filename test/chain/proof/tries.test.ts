/** The encodings of the proofs, each beside the library that is slow and known to be right. */
import { createMPT } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hex } from '../../../src/base/hex.ts'
import { encodeRlp, quantity, type RlpItem } from '../../../src/chain/proof/rlp.ts'
import { trieRoot } from '../../../src/chain/proof/trieRoot.ts'
import { runs } from '../../support/properties.ts'

const bytes = fc.uint8Array({ maxLength: 300 })
const hexText = bytes.map((value) => `0x${hex(value)}`)
const { item } = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof({ depthSize: 'small' }, hexText, fc.array(tie('item'), { maxLength: 12 })),
}))
const toBytes = (value: RlpItem): never =>
  (typeof value === 'string' ? Buffer.from(value.slice(2), 'hex') : value.map(toBytes)) as never

it('items are encoded as the reference encodes them', () => {
  fc.assert(
    fc.property(item, (value) => {
      expect(hex(encodeRlp(value))).toBe(hex(RLP.encode(toBytes(value))))
    }),
    runs('cheap'),
  )
})

it.each([0, 1, 55, 56, 255, 256, 65_535, 65_536])('a string of %i bytes, too', (length) => {
  const value = Buffer.alloc(length, 0x81)
  expect(hex(encodeRlp(`0x${hex(value)}`))).toBe(hex(RLP.encode(value)))
})

it('a quantity has no leading zeros', () => {
  expect(['0x0', '0x00', '0x1', '0x0f', '0x10', '0x100'].map(quantity)).toEqual([
    '0x',
    '0x',
    '0x01',
    '0x0f',
    '0x10',
    '0x0100',
  ])
})

it.each([0, 1, 2, 3, 16, 17, 127, 128, 129, 200, 256, 257, 700])(
  'the root over %i items is that of the reference',
  async (count) => {
    const items = Array.from({ length: count }, (_, i) => Buffer.alloc(1 + ((i * 37) % 90), i + 1))
    const trie = await createMPT()
    for (const [i, value] of items.entries()) await trie.put(RLP.encode(i), value)
    expect(hex(trieRoot(items))).toBe(hex(trie.root()))
  },
)
