import { expect, it } from 'vitest'
import { assetRegistry } from '../../../src/chain/contracts/assetRegistry.ts'
import { royaltyDistributor } from '../../../src/chain/contracts/royaltyDistributor.ts'

/** EIP-170, with its few bytes of constructor above that. */
const codeBytesMax = 24_576

it.each([
  ['assetRegistry', assetRegistry],
  ['royaltyDistributor', royaltyDistributor],
])('%s fits in a contract', (_, { bytecode }) => {
  expect((bytecode.length - 2) / 2).toBeLessThanOrEqual(codeBytesMax)
})
