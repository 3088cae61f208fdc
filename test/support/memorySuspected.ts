/** Suspected calls in the slow, obvious way: every call is compared with every call before it. */
import { plus } from '../../src/money/ledgerUnits.ts'
import type { StoredCall } from '../../src/usage/kinds/call.ts'
import type { Likeness, SuspectedCalls, SuspectedExample, SuspectedSum } from '../../src/usage/reader.ts'

export interface Candidate {
  readonly row: StoredCall
  /** The window settles it. */
  readonly due: boolean
  /** It is not of the epoch before. */
  readonly newer: boolean
}

/** @param partitions in the order in which rows of equal batches and rows are taken */
export function suspectedAmong(
  candidates: readonly Candidate[],
  partitions: readonly string[],
): SuspectedCalls {
  const ordered = [...candidates].sort(
    (a, b) =>
      Number(a.newer) - Number(b.newer) ||
      a.row.revision - b.row.revision ||
      a.row.row - b.row.row ||
      partitions.indexOf(a.row.partition) - partitions.indexOf(b.row.partition),
  )
  const examples: SuspectedExample[] = []
  ordered.forEach(({ row, due }, index) => {
    if (!due) return
    const earlier = ordered.slice(0, index).map((candidate) => candidate.row)
    const whole = earlier.find((other) => isSameCall(other, row))
    if (whole && whole.source !== row.source) examples.push(exampleOf('call', row, whole))
    const sameId = earlier.filter(
      (other) => row.providerCallId !== '' && other.providerCallId === row.providerCallId,
    )
    const [first] = sameId
    const like =
      first?.source === row.source
        ? sameId.find((other) => other.source === row.source && other.asset === row.asset)
        : first
    if (like && !(like.source !== row.source && isSameCall(like, row)))
      examples.push(exampleOf('providerCallId', row, like))
  })
  return { sums: sumsOf(examples), examples }
}

function isSameCall(one: StoredCall, other: StoredCall): boolean {
  return (
    one.id === other.id && one.asset === other.asset && one.time === other.time && one.amount === other.amount
  )
}

function exampleOf(by: Likeness, row: StoredCall, like: StoredCall): SuspectedExample {
  const { source, id, asset, currency, amount } = row
  return { by, source, id, asset, currency, amount, like: { source: like.source, id: like.id } }
}

function sumsOf(examples: readonly SuspectedExample[]): SuspectedSum[] {
  const sums = new Map<string, SuspectedSum>()
  for (const { by, source, like, currency, amount } of examples) {
    const name = JSON.stringify([by, source, like.source, currency])
    const known = sums.get(name)
    sums.set(name, {
      by,
      source,
      like: like.source,
      currency,
      calls: (known?.calls ?? 0) + 1,
      amount: known ? plus(known.amount, amount) : amount,
    })
  }
  return [...sums.values()]
}
