/** The file of a flow: the columns of its table as they are, and a head with the rest. */
import {
  type Column,
  type ColumnReader,
  columnFile,
  nameColumns,
  readColumnFile,
} from '../../base/columnFile.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { KeptBytes } from '../keptFiles.ts'
import type { CurrencyFlowTable, FlowTable, FlowTotals } from './table.ts'

/** Grows with each change of what is in the file. */
const form = 0x0f10_0001
const ofAssets = ['direct', 'fee', 'given', 'rounding', 'stacked'] as const
const totalNames = ['gross', 'fee', 'earned', 'rounding'] as const

interface Head {
  readonly kinds: readonly string[]
  readonly assets: NamesHead
  readonly edges: number
  readonly currencies: readonly {
    readonly currency: string
    readonly decimals: number
    readonly totals: TotalTexts
    readonly fees: readonly (readonly [string, string])[]
    readonly names: NamesHead
    readonly lines: number
    readonly payees: number
    /** Sums that are no rows of their columns, in the order of the columns. */
    readonly beyond: readonly (readonly (readonly [number, string])[])[]
  }[]
}

type TotalTexts = Readonly<Record<keyof FlowTotals, string>>

interface NamesHead {
  readonly count: number
  readonly letters: number
}

/** @returns undefined where the table is too large for a file */
export function flowFile(table: FlowTable): (() => Iterable<Uint8Array>) | undefined {
  const { assets, kinds, kindOf, edges, currencies } = table
  const columns: Column[] = []
  const head: Head = {
    kinds,
    assets: addNames(columns, assets),
    edges: edges.from.length,
    currencies: currencies.map((of) => addCurrency(columns, of, table)),
  }
  columns.push(kindOf, edges.derived, edges.source, edges.from, edges.to)
  return columnFile(form, head, columns)
}

function addCurrency(
  columns: Column[],
  of: CurrencyFlowTable,
  { assets, edges }: FlowTable,
): Head['currencies'][number] {
  const { currency, decimals, totals, payees, fees, sizes } = of
  const beyond: [number, string][][] = []
  const add = (sums: UnitSums, rows: number) => {
    const { low, high, beyond: others } = sums.columns(rows)
    columns.push(low, high)
    beyond.push(others.map(([row, sum]) => [row, `${sum}`]))
  }
  for (const name of ofAssets) add(of[name], assets.length)
  add(of.carried, edges.from.length)
  add(payees.amount, payees.payee.length)
  const names = addNames(columns, payees.names)
  columns.push(payees.start, payees.payee, payees.sizes, sizes.direct, sizes.received)
  return {
    currency,
    decimals,
    totals: Object.fromEntries(totalNames.map((name) => [name, `${totals[name]}`])) as TotalTexts,
    fees: Array.from(fees, ([payee, amount]) => [payee, `${amount}`] as const),
    names,
    lines: payees.payee.length,
    payees: payees.count,
    beyond,
  }
}

function addNames(columns: Column[], names: readonly string[]): NamesHead {
  columns.push(...nameColumns(names))
  return { count: names.length, letters: names.reduce((sum, { length }) => sum + length, 0) }
}

/** @returns undefined where the file is damaged, or of another form */
export function readFlowFile(file: KeptBytes): FlowTable | undefined {
  const found = readColumnFile<Head>(form, file)
  if (found === undefined) return undefined
  const { head, columns } = found
  const { count, letters } = head.assets
  const assets = columns.names<AssetId>(count, letters)
  const currencies = head.currencies.map((of) => readCurrency(columns, of, head))
  const kindOf = columns.take(Uint8Array, count)
  const [derived, source, from, to] = Array.from({ length: 4 }, () => columns.take(Uint32Array, head.edges))
  const edges = { derived: derived!, source: source!, from: from!, to: to! }
  return { assets, kindOf, kinds: head.kinds, edges, currencies }
}

function readCurrency(
  columns: ColumnReader,
  { currency, decimals, totals, fees, names: ofNames, lines, payees, beyond }: Head['currencies'][number],
  { assets: { count }, edges }: Head,
): CurrencyFlowTable {
  const [direct, fee, given, rounding, stacked, carried, amount] = beyond.map((others, place) => {
    const rows = place < ofAssets.length ? count : place === ofAssets.length ? edges : lines
    return UnitSums.from({
      low: columns.take(BigUint64Array, rows),
      high: columns.take(BigInt64Array, rows),
      beyond: others.map(([row, sum]) => [row, BigInt(sum)] as const),
    })
  })
  const names = columns.names<PayeeId>(ofNames.count, ofNames.letters)
  const [start, payee] = [columns.take(Uint32Array, count + 1), columns.take(Uint32Array, lines)]
  const sizes = columns.take(Float64Array, names.length)
  return {
    currency: currency as CurrencyCode,
    decimals,
    totals: Object.fromEntries(
      totalNames.map((name) => [name, BigInt(totals[name])]),
    ) as unknown as FlowTotals,
    ...{
      direct: direct!,
      fee: fee!,
      given: given!,
      rounding: rounding!,
      stacked: stacked!,
      carried: carried!,
    },
    payees: { start, payee, amount: amount!, names, sizes, count: payees },
    sizes: { direct: columns.take(Float64Array, count), received: columns.take(Float64Array, count) },
    fees: new Map(fees.map(([one, sum]) => [one as PayeeId, BigInt(sum)])),
  }
}
