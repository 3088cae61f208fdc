/** Figures of many things (payees, versions, clauses) before and after, in columns: only what differs becomes objects. */
import { UnitSums } from '../../columns/unitSums.ts'

const sides = ['before', 'after'] as const
export type Side = (typeof sides)[number]

export type Values<Name extends string> = Readonly<Record<Name, bigint>>

/** A thing of which a figure differs. */
export interface Changed<Name extends string> {
  readonly key: readonly string[]
  readonly before: Values<Name>
  readonly after: Values<Name>
  readonly difference: Values<Name>
}

export class Figures<Name extends string> {
  readonly #names: readonly Name[]
  readonly #numbers = new Map<string, number>()
  readonly #sums: Readonly<Record<Side, readonly UnitSums[]>>

  constructor(names: readonly Name[]) {
    this.#names = names
    const columns = () => names.map(() => new UnitSums())
    this.#sums = { before: columns(), after: columns() }
  }

  /** @param key texts without line ends; with the same ones again the values add up */
  add(side: Side, key: readonly string[], values: Partial<Values<Name>>): void {
    const name = key.join('\n')
    const number = this.#numbers.get(name) ?? this.#numbers.size
    this.#numbers.set(name, number)
    for (const [at, figure] of this.#names.entries()) this.#sums[side][at]!.add(number, values[figure] ?? 0n)
  }

  /** Those with the largest difference first; equal ones in the order of their keys. @param scale of a key's figures */
  changed(scale: (key: readonly string[]) => bigint = () => 1n): Changed<Name>[] {
    const found: { rank: bigint; name: string; number: number }[] = []
    for (const [name, number] of this.#numbers) {
      const most = this.#most(number)
      if (most > 0n) found.push({ rank: most * scale(name.split('\n')), name, number })
    }
    found.sort((one, other) =>
      one.rank === other.rank ? (one.name < other.name ? -1 : 1) : one.rank > other.rank ? -1 : 1,
    )
    return found.map(({ name, number }) => this.#changedAt(name, number))
  }

  /** All, in the order of their keys. */
  all(): Changed<Name>[] {
    const names = [...this.#numbers.keys()].sort()
    return names.map((name) => this.#changedAt(name, this.#numbers.get(name)!))
  }

  #most(number: number): bigint {
    let most = 0n
    for (const at of this.#names.keys()) {
      const difference = this.#sums.after[at]!.get(number) - this.#sums.before[at]!.get(number)
      const size = difference < 0n ? -difference : difference
      if (size > most) most = size
    }
    return most
  }

  #changedAt(name: string, number: number): Changed<Name> {
    const valuesOf = (of: (at: number) => bigint) =>
      Object.fromEntries(this.#names.map((figure, at) => [figure, of(at)])) as Values<Name>
    const before = valuesOf((at) => this.#sums.before[at]!.get(number))
    const after = valuesOf((at) => this.#sums.after[at]!.get(number))
    const difference = valuesOf(
      (at) => this.#sums.after[at]!.get(number) - this.#sums.before[at]!.get(number),
    )
    return { key: name.split('\n'), before, after, difference }
  }
}
