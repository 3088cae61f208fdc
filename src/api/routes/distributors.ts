/** What routes about distributors share. */
import { z } from 'zod'

export const chainTags = ['chains']
export const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hex digits')
export const evmChain = z.string().regex(/^eip155:[1-9][0-9]{0,31}$/, 'must be an eip155 chain')
export const revision = z
  .number()
  .int()
  .min(-1)
  .describe("Of the stream's last event as the caller knows it; -1: none")
export const placeParams = z.strictObject({
  chain: evmChain.describe('CAIP-2, e.g. eip155:8453'),
  distributor: address.describe('The contract'),
})
