/**
 * The manifest of an epoch: the one document that commits to its inputs, its results and the epoch before. It is RFC
 * 8785 canonical JSON, so that its SHA-256 is the same in every language. Where users choose names it has lists instead
 * of objects, because `__proto__` is a legal currency code.
 */
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { defined } from '../base/defined.ts'
import { sha256Hex } from '../base/sha256.ts'
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'

export const manifestFormat = 'headwater.epoch-manifest'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().nonnegative()
const amount = z.string().regex(/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/)
const signedAmount = z.string().regex(/^(?:0|-?(?:0\.[0-9]+|[1-9][0-9]*(?:\.[0-9]+)?))$/)
const atoms = z.string().regex(/^[1-9][0-9]*$/)
const address = z.string().regex(/^0x[0-9a-f]{40}$/)
const chain = z.string().regex(/^eip155:[0-9]+$/)

const currencyTotals = z
  .strictObject({
    currency: z.string(),
    decimals: z.int().min(0).max(24),
    chain: chain
      .nullable()
      .describe('CAIP-2 chain on which the currency was paid at this close; null: not paid anywhere.'),
    token: address.nullable(),
    accepted: amount.describe('All calls ever accepted up to the log position, each counted once.'),
    gross: amount.describe('Calls that this epoch settles. gross = fee + earned + rounding.'),
    fee: amount.describe('Platform fees.'),
    earned: amount.describe('Earned by holders and contributors.'),
    rounding: amount.describe('What no division could give to anybody.'),
    paid: amount.describe('Paid out in this epoch, in whole atoms.'),
    carried: amount.describe(
      'Balances that stand after this epoch. carried before + fee + earned = paid + carried.',
    ),
    suspense: amount.describe('Calls older than `until` whose asset or version is not registered yet.'),
    pending: amount.describe('Calls at or after `until`.'),
  })
  .describe('Amounts in major units.')

/** Corrections make these signed, and add more. Each addition is there from the first event of that kind on. */
const secondTotals = currencyTotals.extend({
  gross: signedAmount.describe(
    'Calls that this epoch settles, and the changes of calls settled before. gross = fee + earned + rounding.',
  ),
  fee: signedAmount.describe('Platform fees.'),
  earned: signedAmount.describe('Earned by holders and contributors, and costs.'),
  carried: signedAmount.describe(
    'Balances and lots that stand after this epoch. carried before + fee + earned + deposits = paid + payments + carried.',
  ),
  adjusted: signedAmount.describe('Of gross: changes of calls settled before.').optional(),
  reduced: amount
    .describe('What refunds and open disputes take of all settled calls, as it stands.')
    .optional(),
  disputed: amount.describe('Of reduced: what open disputes hold, as it stands.').optional(),
  deposits: amount.describe('Deposits booked in this epoch.').optional(),
  payments: amount.describe('Payments made elsewhere that are booked in this epoch.').optional(),
  reserved: amount.describe('Of carried: lots that are not due, as it stands.').optional(),
  withheld: amount.describe('Withheld from payments of this epoch.').optional(),
  owed: amount.describe('Σ of balances below zero, as a positive amount, as it stands.').optional(),
})

const treeSummary = z.strictObject({
  chain,
  root: z.string().regex(/^0x[0-9a-f]{64}$/),
  leaves: count,
  totals: z
    .array(z.strictObject({ token: address, cumulative: atoms }))
    .describe('Sum of the cumulative amounts of each token, in atoms, ascending by token.'),
})

/** Version 1 has cumulative trees of one format only. */
const secondTree = treeSummary.extend({
  format: z
    .string()
    .describe(
      'How leaves and nodes are hashed: docs/merkle.md. Left out for `openzeppelin`, as in version 1.',
    )
    .optional(),
  totals: z
    .array(
      z.union([
        z.strictObject({ token: address, cumulative: atoms }),
        z.strictObject({ token: address, paid: atoms.describe('Of a tree that is claimed once.') }),
      ]),
    )
    .describe(
      'Sum of the amounts of each token, in atoms, ascending by token. A tree that is claimed once has one token.',
    ),
})

const log = z.strictObject({
  position: count.describe('Last position of the event log that this epoch saw.'),
  watermarks: z
    .array(z.strictObject({ partition: z.string(), revision: count }))
    .describe('Last recorded batch of each ingest partition, ascending by partition.'),
  registryRevision: z.int().min(-1).describe('Last registry event; -1: none.'),
})

const digests = z.strictObject({
  settled: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Over the settled calls, whatever their batches.'),
  registry: sha256.describe('Hash chain over the registry events up to registryRevision.'),
  balances: sha256.describe('Every balance above zero after this epoch.'),
  payouts: sha256.describe('Every cumulative payout after this epoch.'),
})

/** Lines are as docs/settlement.md has them. */
const secondDigests = digests.extend({
  settledAlgorithm: z
    .string()
    .describe(
      'How `settled` was made: `sha256-calls`, in an order of its own. Left out: as in version 1, by Keccak-256.',
    )
    .optional(),
  callSums: sha256
    .describe(
      'The calls of all batches so far with a time before `until`, summed by asset, version and currency: the checkpoint from which the next close goes on.',
    )
    .optional(),
  corrections: sha256.describe('Refunds, disputes and their closings that counted so far.').optional(),
  postings: sha256.describe('Transfers, payments and deposits booked so far.').optional(),
  clauses: sha256.describe('What came to each clause to date.').optional(),
  edges: sha256.describe('What came to each capped edge to date, and what it carried.').optional(),
  lots: sha256.describe('Lots with something left.').optional(),
})

const counts = z.strictObject({
  accepted: count.describe('Calls ever accepted up to the log position, each once.'),
  excluded: count.describe('Rows ever recorded that repeat an identity and do not count.'),
  settled: count,
  late: count.describe("Of the settled calls, those older than the previous epoch's `until`."),
  suspense: count,
  pending: count,
})

const secondCounts = counts.extend({
  waiting: count.describe('Corrections of calls that no epoch has settled.').optional(),
  mismatched: count.describe('Refunds of settled calls in a currency that is not the call’s.').optional(),
  excess: count.describe('Settled calls whose refunds with amounts add up to more than the call.').optional(),
})

const firstVersion = z.strictObject({
  format: z.literal(manifestFormat),
  version: z.literal(1),
  epoch: z.int().positive(),
  until: z.string().describe('RFC 3339 in UTC: calls with an earlier time were settled.'),
  log,
  counts: counts.describe('Numbers of calls.'),
  totals: z.array(currencyTotals).describe('Every registered currency, ascending by code.'),
  digests,
  trees: z.array(treeSummary).describe('Chains with at least one leaf, ascending by chain.'),
  previous: sha256.nullable().describe('SHA-256 of the previous manifest; null for epoch 1.'),
})

/** What version 1 has no place for. Each field is left out where the epoch has no such thing. */
const secondVersion = firstVersion.extend({
  version: z.literal(2),
  log: log.extend({
    waitingBatches: z
      .array(
        z.strictObject({
          partition: z.string(),
          revisions: z.array(z.tuple([count, count])).describe('First and last of each run, ascending.'),
        }),
      )
      .describe(
        'Batches with calls that wait after this epoch, in suspense or pending; ascending by partition. Very many runs are joined, and may then name other batches too. With `callSums`.',
      )
      .optional(),
  }),
  counts: secondCounts.describe('Numbers of calls, and of corrections.'),
  totals: z.array(secondTotals).describe('Every registered currency, ascending by code.'),
  digests: secondDigests,
  trees: z
    .array(secondTree)
    .describe('Chains with at least one leaf, ascending by chain; trees that are claimed once by token too.'),
  treeFormats: z
    .array(z.strictObject({ chain, format: z.string() }))
    .describe('Chains whose trees have another format than `openzeppelin` from this epoch on, ascending.')
    .optional(),
})

export const manifestSchemas = { 1: firstVersion, 2: secondVersion }

const manifestSchema = z.discriminatedUnion('version', [firstVersion, secondVersion])

export type EpochManifest = z.infer<typeof manifestSchema>
export type RevisionRuns = NonNullable<z.infer<typeof secondVersion>['log']['waitingBatches']>
export type ManifestTotals = EpochManifest['totals'][number]
export type ManifestTree = z.infer<typeof secondTree>

const settledAlgorithms = ['sha256-calls'] as const
export type SettledAlgorithm = (typeof settledAlgorithms)[number]

export interface SealedManifest {
  readonly manifest: EpochManifest
  /** RFC 8785 canonical JSON: the bytes that are hashed. */
  readonly text: string
  /** SHA-256 of `text` in UTF-8, lower-case hex. */
  readonly hash: string
}

export function sealManifest(manifest: EpochManifest): SealedManifest {
  const text = canonicalize(manifestSchema.parse(manifest))
  invariant(text !== undefined, 'a manifest is JSON')
  return { manifest, text, hash: hashManifest(text) }
}

export function hashManifest(text: string): string {
  return sha256Hex(text)
}

/** The checkpoint that the next close goes on from; undefined where the epoch left none. */
export function checkpointOf(
  manifest: EpochManifest,
): { readonly callSums: string; readonly waitingBatches: RevisionRuns } | undefined {
  if (manifest.version === 1) return undefined
  const { callSums } = manifest.digests
  const { waitingBatches } = manifest.log
  return callSums === undefined || waitingBatches === undefined ? undefined : { callSums, waitingBatches }
}

/** The digests of what stands after an epoch. */
export interface StandingDigests {
  readonly balances: string
  readonly payouts: string
  /** Those of state to date: all three, from the first event of a contract, correction or posting on. */
  readonly clauses?: string
  readonly edges?: string
  readonly lots?: string
}

export function standingDigestsOf({ digests }: EpochManifest): StandingDigests {
  const { balances, payouts } = digests
  if (!('clauses' in digests)) return { balances, payouts }
  const { clauses, edges, lots } = digests
  return { balances, payouts, ...defined({ clauses, edges, lots }) }
}

/** Whether the epoch's manifest has the fields of corrections and contracts. */
export function isContracted({ digests }: EpochManifest): boolean {
  return 'clauses' in digests && digests.clauses !== undefined
}

/**
 * How the digest of the settled calls was made; undefined for the way of version 1.
 * @throws HeadwaterError `data.newer`
 */
export function settledAlgorithmOf({ epoch, ...manifest }: EpochManifest): SettledAlgorithm | undefined {
  if (manifest.version === 1) return undefined
  const { settledAlgorithm: name } = manifest.digests
  if (name === undefined) return undefined
  const known = settledAlgorithms.find((algorithm) => algorithm === name)
  if (known !== undefined) return known
  return fail(
    'data.newer',
    `The settled calls of epoch ${epoch} have a digest of the algorithm ${name}; this Headwater knows ${settledAlgorithms.join(', ')}.`,
    { data: { epoch, algorithm: name } },
  )
}

/** Parses a stored manifest. Throws what zod or JSON.parse throw; callers that expect tampering catch it. */
export function parseManifest(text: string): EpochManifest {
  return manifestSchema.parse(JSON.parse(text))
}
