/**
 * `BatchRecorded`, in a partition's stream: the control totals of a batch. The rows of a batch count only once it is
 * recorded.
 */
import { z } from 'zod'
import { otherKinds } from './keys.ts'
import { type DataOf, OwnEvent } from './ownEvent.ts'
import { batchCounts, partitionEvent } from './partitionEvent.ts'

const ledgerUnits = /^(?:0|[1-9][0-9]*)$/

// `z.record` would drop the key `__proto__`, which is a legal currency code.
const unitsByCurrency = z.custom<Readonly<Record<string, string>>>(
  (sums) =>
    typeof sums === 'object' &&
    sums !== null &&
    Object.values(sums).every((units) => typeof units === 'string' && ledgerUnits.test(units)),
  'is no ledger units by currency',
)

const kindTotals = z.object({
  rows: z.int().positive(),
  /** Ledger units by currency, decimal text. */
  sums: unitsByCurrency,
  /** Lower-case hex, by the algorithm of the batch. */
  digest: z.string(),
})

export const batchRecorded = new OwnEvent(
  'BatchRecorded',
  partitionEvent.extend({
    /** 32 hex digits; see BatchKey. */
    attempt: z.string(),
    /** Rows of the batch in `calls`. */
    rows: z.int().nonnegative(),
    /** Where in the source the batch began and ended: lines of a file, requests, offsets. Inclusive. */
    from: z.int(),
    to: z.int(),
    origin: z.string(),
    counts: batchCounts,
    /** Ledger units by currency, decimal text. */
    sums: unitsByCurrency,
    /**
     * How the digest was made. Left out: Keccak-256 over the hashes of the rows in their order (src/usage/rowHash.ts).
     * `sha256-columns`: src/usage/columnsDigest.ts. Each has an SQL twin in src/projections.
     */
    algorithm: z.string().optional(),
    /** Lower-case hex. */
    digest: z.string(),
    /** Lower-case hex: src/usage/moneyDigest.ts. Left out by older builds, and where the batch has no calls. */
    moneyDigest: z.string().optional(),
    /** The same for rows of other kinds than calls. Kinds without rows are left out, and the field where all are. */
    others: z
      .strictObject({
        correction: kindTotals.optional(),
        posting: kindTotals.optional(),
        description: kindTotals.optional(),
      })
      .optional(),
  }),
)

export type BatchRecorded = DataOf<typeof batchRecorded>

/** Rows of a batch, of all kinds. */
export function recordedRows({ rows, others }: Pick<BatchRecorded, 'rows' | 'others'>): number {
  return otherKinds.reduce((sum, kind) => sum + (others?.[kind]?.rows ?? 0), rows)
}
