/** The logs of one block, and those that a decoder wants of them. */
import type { RawLog } from '../rpc/answers.ts'
import type { ChainLog, Hex, LogFilter } from './decoder.ts'
import { type CompiledFilter, compileFilters, wants } from './filters.ts'

/** Sender, callee and calldata of a transaction. */
export interface Calldata {
  readonly from: Hex
  readonly to: Hex | undefined
  readonly input: Hex
}

export class BlockLogs {
  /** All logs of the block, in order. */
  readonly raw: readonly RawLog[]
  readonly #places: Int32Array
  #all: readonly ChainLog[] | undefined

  constructor(raw: readonly RawLog[]) {
    this.raw = raw
    this.#places = placesOf(raw)
  }

  /** Whether a log of the block is wanted. */
  has(filters: readonly LogFilter[]): boolean {
    const compiled = compileFilters(filters)
    return this.raw.some((log) => compiled.some((filter) => wants(filter, log)))
  }

  /** In order, each as often as the block has it. */
  select(filters: readonly LogFilter[]): ChainLog[] {
    const compiled = compileFilters(filters)
    const wanted = this.raw.map((log) => compiled.some((filter) => wants(filter, log)))
    for (const transaction of this.#transactions(compiled.filter(({ siblings }) => siblings))) {
      for (const [i, log] of this.raw.entries()) if (log.transactionIndex === transaction) wanted[i] = true
    }
    const selected: ChainLog[] = []
    for (const [i, log] of this.raw.entries()) if (wanted[i]) selected.push(this.#chainLog(log, i))
    return selected
  }

  /** Hashes of the transactions whose calldata the filters ask for. */
  calldataOf(filters: readonly LogFilter[]): string[] {
    const compiled = compileFilters(filters).filter(({ calldata }) => calldata)
    const asked = this.#transactions(compiled)
    return [
      ...new Set(this.raw.filter((log) => asked.has(log.transactionIndex)).map((log) => log.transactionHash)),
    ]
  }

  get all(): readonly ChainLog[] {
    this.#all ??= this.raw.map((log, i) => this.#chainLog(log, i))
    return this.#all
  }

  #transactions(filters: readonly CompiledFilter[]): Set<string> {
    const found = new Set<string>()
    if (filters.length === 0) return found
    for (const log of this.raw) {
      if (filters.some((filter) => wants(filter, log))) found.add(log.transactionIndex)
    }
    return found
  }

  #chainLog(log: RawLog, index: number): ChainLog {
    return {
      address: log.address.toLowerCase() as Hex,
      topics: log.topics as readonly Hex[],
      data: log.data as Hex,
      transactionHash: log.transactionHash as Hex,
      transactionIndex: Number(log.transactionIndex),
      logIndex: index,
      placeInTransaction: this.#places[index]!,
    }
  }
}

/** The same logs with sender and calldata, where they are known. */
export function withCalldata(
  logs: readonly ChainLog[],
  calldata: ReadonlyMap<string, Calldata>,
): readonly ChainLog[] {
  if (calldata.size === 0) return logs
  return logs.map((log) => {
    const found = calldata.get(log.transactionHash)
    if (found === undefined) return log
    const { from, to, input } = found
    return { ...log, from, input, ...(to !== undefined && { to }) }
  })
}

/** Of each log among those of its transaction. */
function placesOf(raw: readonly RawLog[]): Int32Array {
  const places = new Int32Array(raw.length)
  let before: string | undefined
  let place = 0
  for (const [i, { transactionIndex }] of raw.entries()) {
    place = transactionIndex === before ? place + 1 : 0
    before = transactionIndex
    places[i] = place
  }
  return places
}
