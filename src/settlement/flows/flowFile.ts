/**
 * The file of a flow: the columns of its table one after the other, behind a head with what is no column. A reader takes
 * the columns as they are, so a table with a million edges is there in the time that its bytes take.
 *
 * | bytes | what |
 * |---|---|
 * | 4 | the number of this form; also tells the order of bytes in a number |
 * | 4 | the length of the head, as JSON in UTF-8 |
 * | 32 | SHA-256 of everything after it |
 * | … | the head, then the columns, each from a multiple of 8 on |
 */
import { createHash } from 'node:crypto'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { KeptBytes } from '../keptFiles.ts'
import { UnitSums } from '../tables/unitSums.ts'
import type { CurrencyFlowTable, FlowTable, FlowTotals } from './table.ts'

const form = 0x0f10_0001
const hashAt = 8
const startBytes = hashAt + 32
const boundary = 8
/** A file is read at once. */
const bytesMax = 2 ** 31 - 1

/** Of each currency: by asset, then by edge, then by line of a payee. */
const ofAssets = ['direct', 'fee', 'given', 'rounding', 'stacked'] as const

interface Head {
  readonly kinds: readonly string[]
  readonly assets: NamesHead
  readonly edges: number
  readonly currencies: readonly {
    readonly currency: string
    readonly decimals: number
    readonly totals: Readonly<Record<keyof FlowTotals, string>>
    readonly fees: readonly (readonly [string, string])[]
    readonly names: NamesHead
    readonly lines: number
    readonly payees: number
    /** Sums that are no rows of their columns, in the order of the columns. */
    readonly beyond: readonly (readonly (readonly [number, string])[])[]
  }[]
}

/** Names as one text, and the length of each. */
interface NamesHead {
  readonly count: number
  readonly length: number
}

type Column = Uint8Array | Uint32Array | Float64Array | BigUint64Array | BigInt64Array

/** @returns undefined where the table is too large for a file */
export function flowFile(table: FlowTable): (() => Iterable<Uint8Array>) | undefined {
  const { assets, kinds, kindOf, edges, currencies } = table
  const names = new Names(assets)
  const columns: Column[] = [...names.columns, kindOf, edges.derived, edges.source, edges.from, edges.to]
  const head: Head = {
    kinds,
    assets: names.head,
    edges: edges.from.length,
    currencies: currencies.map((of) => addCurrency(columns, of, table)),
  }
  const parts = [...padded(Buffer.from(JSON.stringify(head)), startBytes)]
  const [text] = parts
  for (const column of columns) parts.push(...padded(bytesOf(column), 0))
  const size = parts.reduce((sum, { length }) => sum + length, startBytes)
  if (size > bytesMax) return undefined
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  const start = Buffer.alloc(startBytes)
  start.set(bytesOf(Uint32Array.of(form, text!.length)))
  start.set(hash.digest(), hashAt)
  return () => [start, ...parts]
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
  const names = new Names(payees.names)
  columns.push(...names.columns, payees.start, payees.payee, payees.sizes, sizes.direct, sizes.received)
  const { gross, fee, earned, rounding } = totals
  return {
    currency,
    decimals,
    totals: { gross: `${gross}`, fee: `${fee}`, earned: `${earned}`, rounding: `${rounding}` },
    fees: Array.from(fees, ([payee, amount]) => [payee, `${amount}`] as const),
    names: names.head,
    lines: payees.payee.length,
    payees: payees.count,
    beyond,
  }
}

/** @returns undefined where the file is damaged, or of another form */
export function readFlowFile(file: KeptBytes): FlowTable | undefined {
  if (file.size < startBytes || file.size > bytesMax) return undefined
  const bytes = alignedBytes(file.read(0, file.size))
  const [form0, headLength] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2)
  if (form0 !== form) return undefined
  const content = bytes.subarray(startBytes)
  const hash = createHash('sha256').update(content).digest()
  if (!hash.equals(bytes.subarray(hashAt, startBytes))) return undefined
  const head = JSON.parse(Buffer.from(content.subarray(0, headLength)).toString('utf8')) as Head
  const columns = new ColumnReader(bytes, upToBoundary(startBytes + headLength!))
  const assets = columns.names<AssetId>(head.assets)
  return {
    assets,
    kindOf: columns.take(Uint8Array, assets.length),
    kinds: head.kinds,
    edges: {
      derived: columns.take(Uint32Array, head.edges),
      source: columns.take(Uint32Array, head.edges),
      from: columns.take(Uint32Array, head.edges),
      to: columns.take(Uint32Array, head.edges),
    },
    currencies: head.currencies.map((of) => readCurrency(columns, of, head)),
  }
}

function readCurrency(
  columns: ColumnReader,
  of: Head['currencies'][number],
  { assets: { count }, edges }: Head,
): CurrencyFlowTable {
  const beyond = of.beyond[Symbol.iterator]()
  const sums = (rows: number) => {
    const others = beyond.next().value!
    return UnitSums.from({
      low: columns.take(BigUint64Array, rows),
      high: columns.take(BigInt64Array, rows),
      beyond: others.map(([row, sum]) => [row, BigInt(sum)] as const),
    })
  }
  const [direct, fee, given, rounding, stacked] = ofAssets.map(() => sums(count))
  const carried = sums(edges)
  const amount = sums(of.lines)
  const names = columns.names<PayeeId>(of.names)
  const { totals } = of
  return {
    currency: of.currency as CurrencyCode,
    decimals: of.decimals,
    totals: {
      gross: BigInt(totals.gross),
      fee: BigInt(totals.fee),
      earned: BigInt(totals.earned),
      rounding: BigInt(totals.rounding),
    },
    ...{ direct: direct!, fee: fee!, given: given!, rounding: rounding!, stacked: stacked!, carried },
    payees: {
      amount,
      names,
      start: columns.take(Uint32Array, count + 1),
      payee: columns.take(Uint32Array, of.lines),
      sizes: columns.take(Float64Array, names.length),
      count: of.payees,
    },
    sizes: { direct: columns.take(Float64Array, count), received: columns.take(Float64Array, count) },
    fees: new Map(of.fees.map(([payee, sum]) => [payee as PayeeId, BigInt(sum)])),
  }
}

/** As UTF-16, which has every text of JavaScript as it is. */
class Names {
  readonly head: NamesHead
  readonly columns: readonly Column[]

  constructor(names: readonly string[]) {
    const text = names.join('')
    this.head = { count: names.length, length: text.length }
    this.columns = [Buffer.from(text, 'utf16le'), Uint32Array.from(names, ({ length }) => length)]
  }
}

class ColumnReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  take<Taken extends Column>(
    type: (new (
      buffer: ArrayBufferLike,
      offset: number,
      length: number,
    ) => Taken) & {
      readonly BYTES_PER_ELEMENT: number
    },
    length: number,
  ): Taken {
    const { buffer, byteOffset } = this.#bytes
    const taken = new type(buffer, byteOffset + this.#at, length)
    this.#at += upToBoundary(length * type.BYTES_PER_ELEMENT)
    return taken
  }

  names<Name extends string>({ count, length }: NamesHead): Name[] {
    const { buffer, byteOffset } = this.take(Uint8Array, length * 2)
    const text = Buffer.from(buffer, byteOffset, length * 2).toString('utf16le')
    let at = 0
    return Array.from(this.take(Uint32Array, count), (size) => {
      at += size
      return text.slice(at - size, at) as Name
    })
  }
}

/** @param before bytes that stand before them */
function padded(bytes: Uint8Array, before: number): Uint8Array[] {
  const length = upToBoundary(before + bytes.length) - before - bytes.length
  return length === 0 ? [bytes] : [bytes, new Uint8Array(length)]
}

function upToBoundary(length: number): number {
  return Math.ceil(length / boundary) * boundary
}

function bytesOf({ buffer, byteOffset, byteLength }: Column): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Where the bytes of a small file begin in the middle of a buffer, a copy of them. */
function alignedBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % boundary === 0 ? bytes : Uint8Array.from(bytes)
}
