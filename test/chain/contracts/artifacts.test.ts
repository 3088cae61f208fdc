import { expect, it } from 'vitest'
import { royaltyDistributor } from '../../../src/chain/contracts/royaltyDistributor.ts'

/** EIP-170, with its few bytes of constructor above that. */
const codeBytesMax = 24_576

it.each([['royaltyDistributor', royaltyDistributor]])('%s fits in a contract', (_, { bytecode }) => {
  expect((bytecode.length - 2) / 2).toBeLessThanOrEqual(codeBytesMax)
})
