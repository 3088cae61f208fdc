/** The section of the chains file for a chain of CometBFT: which of its events become which of ours, and who is paid. */
import { z } from 'zod'

const text = z.string().min(1).max(1_024)
const height = z.int().min(1).max(Number.MAX_SAFE_INTEGER)

/** An attribute of the event as a field of ours. */
const fromAttribute = z.strictObject({
  attribute: text,
  /** Whether the field is left out where the attribute is missing; otherwise the event is listed, and makes nothing. */
  optional: z.boolean().default(false),
  /** The attribute is a number of atoms of this currency; the field is the amount. */
  atomsOf: z.string().min(1).max(32).optional(),
})

/** A text has `{attribute}` in it, or a field is taken from an attribute; lists and objects are of such. */
export type CosmosField =
  | string
  | number
  | boolean
  | z.output<typeof fromAttribute>
  | readonly CosmosField[]
  | { readonly [field: string]: CosmosField }

const field: z.ZodType<CosmosField> = z.lazy(() =>
  z.union([
    z.string().max(1_024),
    z.number(),
    z.boolean(),
    fromAttribute,
    z.array(field).max(64),
    z.record(z.string().max(64), field),
  ]),
) as z.ZodType<CosmosField>

const rule = z.strictObject({
  /** The type of the chain's event, as `wasm-asset_registered`. */
  type: text,
  /** Attributes that the event must have with these values. */
  where: z.record(text, z.string().max(1_024)).default({}),
  /** The type of ours, without `io.headwater.`. */
  event: z.string().regex(/^[a-z]+\.[a-z]+$/, 'must be a type of event without io.headwater.'),
  data: z.record(z.string().max(64), field),
})

const events = z.strictObject({
  /** The name in the source of the events, `chain:<chain>/<watched>`: the address of a contract, or a word. */
  watched: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/, 'must be an address or a word in lower case'),
  from: height,
  rules: z.array(rule).min(1).max(256),
})

const transfers = z.strictObject({
  /** The account that is paid, as the chain writes it. */
  receiver: z.string().regex(/^[a-z0-9]{1,128}$/, 'must be an account in bech32'),
  from: height,
  /** By denomination on this chain: `ibc/…`, or the coin itself where it comes back. */
  currencies: z.record(z.string().min(1).max(300), z.string().min(1).max(32)),
  /** The field of the memo that names the asset. */
  memo: z.string().min(1).max(64).default('headwater'),
  /** Earns what no memo names. */
  asset: z.string().min(1).max(300).optional(),
})

interface SharedParts {
  readonly endpoint: z.ZodType<string>
  /** As milliseconds. */
  readonly duration: z.ZodType<number, string>
}

/** @param parts schemas that all chains of the file share */
export function cosmosSchema({ endpoint, duration }: SharedParts) {
  return z.strictObject({
    /** Two must agree on a block, so at least two are needed. */
    endpoints: z.array(endpoint).min(2).max(16),
    poll: duration.pipe(z.number().min(10).max(3_600_000)).default(2_000),
    timeout: duration.pipe(z.number().min(100).max(600_000)).default(30_000),
    lagMax: duration.default(3_600_000),
    events: z.array(events).max(64).default([]),
    transfers: z.array(transfers).max(64).default([]),
  })
}

export type CosmosChain = z.output<ReturnType<typeof cosmosSchema>>
export type CosmosEvents = z.output<typeof events>
export type CosmosRule = z.output<typeof rule>
export type CosmosTransfers = z.output<typeof transfers>
