/**
 * The chains file: which chains there are, how they are read, and what is watched on each. Read only by commands that
 * work on a chain. Its endpoints may hold keys, so no message of this file quotes a value of it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../errors.ts'
import { type CosmosChain, cosmosSchema } from './cosmosChain.ts'
import { duration } from './duration.ts'
import { storySchema } from './storyChain.ts'
import { type Environment, faultsOf, type OnFaulty, readYamlFile } from './yamlFile.ts'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .transform((text) => text.toLowerCase() as `0x${string}`)
const block = z.int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const endpoint = z
  .string()
  .max(2_048)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be an http(s) URL')
const contract = z.strictObject({ address, from: block })
/** Where roots of this chain are published to. */
const distributor = contract.extend({
  /** The tokens of the tree that it pays; default: all that no other distributor of the chain names. */
  tokens: z.array(address).min(1).max(256).optional(),
})
/** A token payment to the address: docs/chain.md, payments. */
const payments = z.strictObject({
  address,
  mode: z.enum(['proven', 'trusting']),
  from: block,
  /** Earns what no description names. */
  asset: z.string().min(1).max(300).optional(),
  /** Blocks in which a description must come. */
  within: z.int().min(0).max(10_000_000).optional(),
  /** Default: the tokens of all currencies on this chain. */
  tokens: z.array(address).min(1).max(256).optional(),
})

const evmChain = z.strictObject({
  /** Tried in this order; the first that is healthy reads. */
  endpoints: z.array(endpoint).min(1).max(16),
  finality: z
    .union([
      z.strictObject({ tag: z.enum(['finalized', 'safe']) }),
      z.strictObject({ depth: z.int().min(0).max(1_000_000) }),
    ])
    .default({ tag: 'finalized' }),
  /** How a block is proven complete before its events count. */
  proof: z.enum(['receipts', 'bloom', 'peers']).default('receipts'),
  poll: duration.pipe(z.number().min(10).max(3_600_000)).default(2_000),
  /** An answer may take this long. */
  timeout: duration.pipe(z.number().min(100).max(600_000)).default(30_000),
  /** The final block may be this old before the chain counts as behind. */
  lagMax: duration.default(3_600_000),
  registry: contract.optional(),
  payments: z.array(payments).max(256).default([]),
  distributors: z.array(distributor).max(64).default([]),
  /** Blocks above a transaction of ours, or a claim, before it counts as mined. */
  confirmations: z.int().min(0).max(10_000).default(12),
  /** A transaction of ours never offers more for gas. In gwei. */
  feeMax: z.number().positive().max(1_000_000).optional(),
  story: storySchema(address).optional(),
})

const cosmosChain = cosmosSchema({ endpoint, duration })

const chainsFile = z.strictObject({
  chains: z.record(
    z.string().regex(/^(?:eip155:[1-9][0-9]{0,15}|cosmos:[-a-zA-Z0-9]{1,32})$/, 'must be a CAIP-2 chain'),
    z.unknown(),
  ),
})

export type EvmChain = z.output<typeof evmChain>
export type ChainPayments = z.output<typeof payments>
export type StoryChain = NonNullable<EvmChain['story']>

export interface Chains {
  /** By CAIP-2, in the order of the file. */
  readonly evm: ReadonlyMap<string, EvmChain>
  readonly cosmos: ReadonlyMap<string, CosmosChain>
}

/**
 * @param place the file that the settings name, and the data folder, in which chains.yaml is looked for
 * @throws HeadwaterError `chain.fileMissing`, `chain.fileFaulty`
 */
export async function readChains(
  place: { readonly file?: string | undefined; readonly folder: string },
  environment: Environment = process.env,
): Promise<Chains> {
  const file = place.file ?? join(place.folder, 'chains.yaml')
  if (!existsSync(file)) fail('chain.fileMissing', `There is no chains file ${file}.`, { data: { file } })
  const faulty: OnFaulty = (faults) =>
    fail('chain.fileFaulty', `The chains file ${file} can't be used: ${faults.slice(0, 20).join('; ')}.`, {
      data: { file },
    })
  return parseChains(await readYamlFile(file, environment, faulty), faulty)
}

function parseChains(document: unknown, faulty: OnFaulty): Chains {
  const outer = chainsFile.safeParse(document)
  if (!outer.success) return faulty(faultsOf(outer.error, []))
  const faults: string[] = []
  const evm = new Map<string, EvmChain>()
  const cosmos = new Map<string, CosmosChain>()
  for (const [chain, value] of Object.entries(outer.data.chains)) {
    const isEvm = chain.startsWith('eip155:')
    const result = (isEvm ? evmChain : cosmosChain).safeParse(value)
    if (!result.success) faults.push(...faultsOf(result.error, ['chains', chain]))
    else if (isEvm) {
      const read = result.data as EvmChain
      if (read.proof === 'peers' && read.endpoints.length < 2)
        faults.push(`chains.${chain}.proof: peers needs two endpoints`)
      const { registry, payments, distributors } = read
      const watched = [...payments, ...(registry ? [registry] : [])].map(({ address }) => address)
      faults.push(...repeated(`chains.${chain}: watched`, watched))
      const published = distributors.map(({ address }) => address)
      faults.push(...repeated(`chains.${chain}.distributors:`, published))
      evm.set(chain, read)
    } else {
      const read = result.data as CosmosChain
      const watched = [...read.events.map((one) => one.watched), ...read.transfers.map((one) => one.receiver)]
      faults.push(...repeated(`chains.${chain}: watched`, watched))
      cosmos.set(chain, read)
    }
  }
  if (faults.length > 0) faulty(faults)
  return { evm, cosmos }
}

/** What is watched has a partition of its own in the log, and what is published a stream. */
function repeated(where: string, names: readonly string[]): string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) < i))].map(
    (name) => `${where} ${name} is there twice`,
  )
}
