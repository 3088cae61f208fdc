/**
 * The chains file: which chains there are, how they are read, and what is watched on each. Read only by commands that
 * work on a chain. Its endpoints may hold keys, so no message of this file quotes a value of it.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail, HeadwaterError } from '../errors.ts'
import { type CosmosChain, cosmosSchema } from './cosmosChain.ts'
import { mebibyte } from './setting.ts'
import { storySchema } from './storyChain.ts'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .transform((text) => text.toLowerCase() as `0x${string}`)
const block = z.int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const endpoint = z
  .string()
  .max(2_048)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be an http(s) URL')
/** `500ms`, `2s`, `5m`, `1h` as milliseconds. */
const duration = z
  .string()
  .regex(/^[0-9]{1,6}(?:ms|s|m|h)$/, 'must be a duration: 500ms, 2s, 5m, 1h')
  .transform((text) => Number.parseInt(text, 10) * unitMs[text.replace(/[0-9]+/, '') as keyof typeof unitMs])
const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

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

const bytesMax = mebibyte

/**
 * @param place the file that the settings name, and the data folder, in which chains.yaml is looked for
 * @throws HeadwaterError `chain.fileMissing`, `chain.fileFaulty`
 */
export async function readChains(
  place: { readonly file?: string | undefined; readonly folder: string },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Chains> {
  const file = place.file ?? join(place.folder, 'chains.yaml')
  if (!existsSync(file)) fail('chain.fileMissing', `There is no chains file ${file}.`, { data: { file } })
  const faulty = (faults: readonly string[]): never =>
    fail('chain.fileFaulty', `The chains file ${file} can't be used: ${faults.slice(0, 20).join('; ')}.`, {
      data: { file },
    })
  try {
    if (statSync(file).size > bytesMax) faulty([`it has more than ${bytesMax} bytes`])
    return parseChains(await parseText(readFileSync(file, 'utf8')), environment, faulty)
  } catch (error) {
    if (error instanceof HeadwaterError) throw error
    return faulty([(error as Error).message])
  }
}

/** The message of the parser would quote lines of the file. */
async function parseText(text: string): Promise<unknown> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, { prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const line = text.slice(0, error.pos[0]).split('\n').length
    throw new Error(`line ${line} is not YAML or JSON (${error.code})`)
  }
  return document.toJS({ maxAliasCount: 0 })
}

function parseChains(
  document: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  faulty: (faults: readonly string[]) => never,
): Chains {
  const missing = new Set<string>()
  const outer = chainsFile.safeParse(filled(document, environment, missing))
  if (missing.size > 0) faulty([`the environment lacks ${[...missing].sort().join(', ')}`])
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

function faultsOf(error: z.ZodError, at: readonly string[]): string[] {
  return error.issues.map(({ path, message }) => `${[...at, ...path.map(String)].join('.')}: ${message}`)
}

/** The document with `${NAME}` taken from the environment, in every text. */
function filled(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  missing: Set<string>,
): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = environment[name]
      if (found === undefined || found === '') missing.add(name)
      return found ?? ''
    })
  if (Array.isArray(value)) return value.map((item) => filled(item, environment, missing))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filled(item, environment, missing)]),
  )
}
