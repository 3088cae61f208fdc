/** What one payee earned in one currency in an epoch, by asset and role. Versions of an asset are one part. */
import type { PartRole } from '../events/index.ts'

export interface Part {
  /** '' for platform fees, and for what clauses take of them. */
  readonly asset: string
  readonly role: PartRole
  /** Ledger units of any sign. */
  amount: bigint
}

export class Parts {
  readonly #parts = new Map<string, Part>()

  /** Adds to the part of the asset and role. */
  add(asset: string, role: PartRole, amount: bigint): void {
    if (amount === 0n) return
    // Neither has a space, which is below all their characters, so names order as asset and role do.
    const name = `${asset} ${role}`
    const known = this.#parts.get(name)
    if (known) known.amount += amount
    else this.#parts.set(name, { asset, role, amount })
  }

  /** The parts themselves, ascending by asset, then role, as UTF-8 bytes: both are ASCII. */
  sorted(): Part[] {
    return [...this.#parts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part)
  }

  sum(): bigint {
    return sumOf(this.#parts.values())
  }
}

export function sumOf(parts: Iterable<Part>): bigint {
  let sum = 0n
  for (const { amount } of parts) sum += amount
  return sum
}
