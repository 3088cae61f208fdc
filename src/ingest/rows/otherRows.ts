/**
 * The rows of a batch that are no calls. All rows of a batch have numbers in the order in which their events came,
 * whatever their kind, because of two events with one identity the first stands. Here is which of these numbers are not
 * calls; nearly all are.
 */
import { identitySize } from '../../identities/port.ts'
import { type OtherKind, otherKinds } from '../../log/keys.ts'
import type { BatchRows } from '../../usage/kinds.ts'
import { KindBatch } from './kindBatch.ts'
import type { OtherRow } from './otherRow.ts'

/** Where the row with a number is: among the calls, or among the rows of another kind. */
interface RowPlace {
  readonly kind: 'call' | OtherKind
  readonly row: number
}

/** Of each row 16 bytes. */
interface RowHashes {
  readonly identity: Uint8Array
  readonly content: Uint8Array
}

export class OtherRows {
  length = 0
  /** Bytes of the rows' values. */
  bytes = 0
  readonly #rowsMax: number
  /** Made with the first row of the kind. */
  readonly #batches: { [Kind in OtherKind]?: KindBatch<Kind> } = {}
  /** Ascending by number. */
  #entries: { readonly number: number; readonly kind: OtherKind; readonly row: number }[] = []

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax
  }

  clear(): void {
    for (const kind of otherKinds) this.#batches[kind]?.clear()
    this.#entries = []
    this.length = 0
    this.bytes = 0
  }

  /** @param number above that of every row so far */
  add(number: number, row: OtherRow): void {
    const { kind } = row
    const batch = this.#batchOf(kind)
    this.#entries.push({ number, kind, row: batch.length })
    const { bytes } = batch
    batch.append(row)
    this.bytes += batch.bytes - bytes
    this.length++
  }

  #batchOf(kind: OtherKind): KindBatch {
    const batches = this.#batches as { [Kind in OtherKind]?: KindBatch }
    batches[kind] ??= new KindBatch(kind, this.#rowsMax)
    return batches[kind]
  }

  hash(): void {
    for (const kind of otherKinds) this.#batches[kind]?.hash()
  }

  place(number: number): RowPlace {
    const entries = this.#entries
    let from = 0
    let to = entries.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if (entries[middle]!.number < number) from = middle + 1
      else to = middle
    }
    const entry = entries[from]
    return entry?.number === number ? entry : { kind: 'call', row: number - from }
  }

  /** Source or id of a row that is no call. */
  textAt(name: 'source' | 'id', { kind, row }: RowPlace): string {
    return this.#batchOf(kind as OtherKind).textAt(name, row)
  }

  /** Hashes of all rows by number, from those of the calls. */
  withCalls(calls: RowHashes, callCount: number): RowHashes {
    const bytes = (callCount + this.length) * identitySize
    const all = { identity: new Uint8Array(bytes), content: new Uint8Array(bytes) }
    for (const name of ['identity', 'content'] as const) {
      let call = 0
      let at = 0
      const copyCalls = (to: number): void => {
        all[name].set(calls[name].subarray(call * identitySize, to * identitySize), at)
        at += (to - call) * identitySize
        call = to
      }
      for (const [index, { number, kind, row }] of this.#entries.entries()) {
        copyCalls(number - index)
        const from = row * identitySize
        all[name].set(this.#batchOf(kind)[name].subarray(from, from + identitySize), at)
        at += identitySize
      }
      copyCalls(callCount)
    }
    return all
  }

  /** Of a byte for each row, those of the calls. */
  callsOf(bytes: Uint8Array): Uint8Array {
    if (this.length === 0) return bytes
    const calls = new Uint8Array(bytes.length - this.length)
    let from = 0
    for (const [index, { number }] of this.#entries.entries()) {
      calls.set(bytes.subarray(from, number), from - index)
      from = number + 1
    }
    calls.set(bytes.subarray(from), from - this.length)
    return calls
  }

  /** Drops the rows whose `keep`, by number, is not 1. What is left has other numbers then, so ask for none after it. */
  keepOnly(keep: Uint8Array): void {
    const kept = this.#entries.filter(({ number }) => keep[number] === 1)
    if (kept.length === this.length) return
    for (const kind of otherKinds) {
      const entries = this.#entries.filter((entry) => entry.kind === kind)
      this.#batches[kind]?.keepOnly(Uint8Array.from(entries, ({ number }) => keep[number]!))
    }
    this.#entries = kept
    this.length = kept.length
  }

  /** The kinds that have rows, with their batches. */
  kinds(): (readonly [OtherKind, KindBatch])[] {
    return otherKinds.flatMap((kind) => {
      const batch = this.#batches[kind] as KindBatch | undefined
      return batch === undefined || batch.length === 0 ? [] : [[kind, batch] as const]
    })
  }

  columns(): Omit<BatchRows, 'call'> {
    return Object.fromEntries(this.kinds().map(([kind, batch]) => [kind, batch.columns()]))
  }
}
