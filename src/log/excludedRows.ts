/** Rows that a close excluded, as the log stores them: ranges by batch. */
import { z } from 'zod'
import { batchName, type RowKey } from './keys.ts'

const rangeRowsMax = 2 ** 24
const rowRange = z
  .tuple([z.int().nonnegative(), z.int().nonnegative()])
  .refine(([first, last]) => last >= first && last - first < rangeRowsMax)

/** Rows of one batch, as inclusive ranges. */
export const excludedBatch = z.strictObject({
  partition: z.string(),
  revision: z.int().nonnegative(),
  attempt: z.string(),
  rows: z.array(rowRange),
})

export type ExcludedBatch = z.infer<typeof excludedBatch>

/** Rows as ranges by batch. A whole file that two ingesters both took is one range for each batch. */
export function packRows(rows: readonly RowKey[]): ExcludedBatch[] {
  const batches = new Map<string, RowKey[]>()
  for (const row of rows) {
    const batch = batchName(row)
    const list = batches.get(batch)
    if (list) list.push(row)
    else batches.set(batch, [row])
  }
  return [...batches.values()].map((list) => {
    const { partition, revision, attempt } = list[0]!
    return { partition, revision, attempt, rows: ranges(list.map((row) => row.row)) }
  })
}

function ranges(rows: number[]): [number, number][] {
  const packed: [number, number][] = []
  for (const row of rows.sort((a, b) => a - b)) {
    const last = packed.at(-1)
    if (last && last[1] + 1 === row && row - last[0] < rangeRowsMax) last[1] = row
    else packed.push([row, row])
  }
  return packed
}

/** The rows that a close excluded, as ranges: every command reads the epochs, and few need the rows, of which there may be millions. */
export class ExcludedRows {
  readonly count: number
  readonly #batches: readonly ExcludedBatch[]

  constructor(batches: readonly ExcludedBatch[]) {
    this.#batches = batches
    let count = 0
    for (const { rows } of batches) for (const [first, last] of rows) count += last - first + 1
    this.count = count
  }

  /** One object a row. */
  keys(): RowKey[] {
    const keys: RowKey[] = []
    for (const { partition, revision, attempt, rows } of this.#batches) {
      for (const [first, last] of rows) {
        for (let row = first; row <= last; row++) keys.push({ partition, revision, attempt, row })
      }
    }
    return keys
  }
}
