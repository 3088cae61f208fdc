/** The section of the chains file for Story Protocol: what is read, and what its assets are called here. */
import { z } from 'zod'

/** Story's contracts, at the same addresses on its mainnet (1514) and on Aeneid (1315). */
const contracts = {
  ipAssetRegistry: '0x77319b4031e6ef1250907aa00018b8b1c67a244b',
  licensingModule: '0x04fbd8a2e56dd85cfd5500a4a4dfa955b9f1de6f',
  licenseRegistry: '0x529a750e02d8e2f15649c13d69a465286a780e24',
  pilTemplate: '0x2e896b0b2fdb7457499b56aaaa4ae55bcb4cd316',
  royaltyModule: '0xd2f60c40febccf6311f8b47c4f2ec6b040400086',
  royaltyPolicyLAP: '0xbe54fb168b3c982b7aae60db6cf75bd8447b390e',
  royaltyPolicyLRP: '0x9156e603c949481883b1d3355c6f1132d191fc41',
  groupingModule: '0x69d3a7aa9edb72bc226e745a7ccdd50d947b69ac',
  disputeModule: '0x9b7a9c70aff961c799110954fc06f3093aeb94c5',
} as const

export type StoryContract = keyof typeof contracts
export type StoryContracts = Readonly<Record<StoryContract, `0x${string}`>>

/** @param address the schema of an address in the chains file */
export function storySchema<Address extends z.ZodType<`0x${string}`>>(address: Address) {
  const fields = Object.fromEntries(
    Object.entries(contracts).map(([name, standard]) => [name, address.default(standard as never)]),
  ) as unknown as Record<StoryContract, z.ZodDefault<Address>>
  return z.strictObject({
    from: z.int().nonnegative().max(Number.MAX_SAFE_INTEGER),
    /** The kind of the assets: `dataset:story/1514/0x…`. */
    kind: z.enum(['dataset', 'model', 'agent', 'tool']).default('dataset'),
    /** The relation of derivatives to their parents, which Story does not name. */
    relation: z.string().default('composedOf'),
    contracts: z.strictObject(fields).prefault({}),
  })
}
