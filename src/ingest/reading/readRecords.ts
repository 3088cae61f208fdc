/**
 * What was read of the records of a block, as columns: of each plain call its values and hashes, of any other record only
 * that it must be read another way. The memory may be one that threads share.
 */
import { identitySize } from '../../identities/port.ts'
import { invariant } from '../../invariant.ts'
import { columnSlices, countNames, ofCurrency, textNames } from '../batch/callLayout.ts'
import { type BlockColumns, type BlockOfCalls, type CallRow, callText } from '../calls/callRow.ts'
import { FactColumns } from './facts/factColumns.ts'
import { recordPlaces, textColumnCount } from './recordPlaces.ts'

/** The texts that have a column, by their places in `callText`: the columns of a row first, in the order of `callText`. */
const columnTexts = [
  callText.source,
  callText.id,
  callText.asset,
  callText.version,
  callText.caller,
  callText.agent,
  callText.traceId,
  callText.providerCallId,
  callText.currencyGiven,
]

/** Columns of texts that judging needs: source, asset, version and the given currency. */
const judgedColumns = [0, 2, 3, 8]

export class ReadRecords implements BlockOfCalls {
  /** The registry events among them. */
  readonly facts: FactColumns
  readonly #identity: Uint8Array
  readonly #content: Uint8Array
  readonly #recordsMax: number
  readonly #texts: Buffer
  readonly #offsets: readonly Uint32Array[]
  readonly #sizes: Uint32Array
  readonly #times: Uint32Array
  readonly #counts: Uint32Array
  readonly #amounts: Float64Array
  readonly #fractions: Uint8Array
  readonly #isPlain: Uint8Array

  /** @param at in `memory`, a multiple of 8; @param textBytes room for texts */
  constructor(memory: ArrayBufferLike, at: number, recordsMax: number, textBytes: number) {
    const places = recordPlaces(recordsMax)
    this.facts = new FactColumns(memory, at, recordsMax, textBytes)
    this.#recordsMax = recordsMax
    invariant(columnTexts.length === textColumnCount, 'each text has a column')
    this.#texts = Buffer.from(memory as ArrayBuffer, at + places.texts, textBytes)
    this.#offsets = columnTexts.map(
      (_, column) =>
        new Uint32Array(memory, at + places.offsets + column * (recordsMax + 1) * 4, recordsMax + 1),
    )
    this.#sizes = new Uint32Array(memory, at + places.sizes, recordsMax)
    this.#times = new Uint32Array(memory, at + places.times, recordsMax * 2)
    this.#counts = new Uint32Array(memory, at + places.counts, recordsMax * 8)
    this.#amounts = new Float64Array(memory, at + places.amounts, recordsMax * 2)
    this.#fractions = new Uint8Array(memory, at + places.fractions, recordsMax * 2)
    this.#isPlain = new Uint8Array(memory, at + places.plain, recordsMax)
    this.#identity = new Uint8Array(memory, at + places.identities, recordsMax * identitySize)
    this.#content = new Uint8Array(memory, at + places.contents, recordsMax * identitySize)
  }

  /** Whether a record is a plain call or a plain registry event. */
  isRead(record: number): boolean {
    return this.#isPlain[record] === 1 || this.facts.kinds[record] !== 0
  }

  /**
   * Fills the row with what judging needs of a plain call; false for any other record. The batch copies the rest from
   * here (`copyTo`).
   */
  take(record: number, row: CallRow): boolean {
    if (this.#isPlain[record] !== 1) return false
    const recordsMax = this.#recordsMax
    row.bytes = this.#texts
    row.time = this.#times[record * 2]! + this.#times[record * 2 + 1]! * 0x1_0000_0000
    for (let i = 0; i < countNames.length; i++) {
      const at = (i * recordsMax + record) * 2
      const high = this.#counts[at + 1]!
      row.tokens[i] = high > 0x7fff_ffff ? -1 : this.#counts[at]! + high * 0x1_0000_0000
    }
    row.amountLow = this.#amounts[record]!
    row.amountHigh = this.#amounts[recordsMax + record]!
    row.amountFraction = this.#fractions[record]!
    row.amountFractionWritten = this.#fractions[recordsMax + record]!
    for (let i = 0; i < judgedColumns.length; i++) {
      const column = judgedColumns[i]!
      const offsets = this.#offsets[column]!
      const slice = columnTexts[column]! * 2
      row.slices[slice] = offsets[record]!
      row.slices[slice + 1] = offsets[record + 1]!
    }
    row.block = this
    row.blockAt = record
    row.blockTextBytes = this.#sizes[record]!
    return true
  }

  /** Copies the values of records `from` to `to`, all plain calls, to the end of columns, whose first new row is `row`. */
  copyTo(columns: BlockColumns, from: number, to: number, row: number): void {
    columns.identity.set(this.#identity.subarray(from * identitySize, to * identitySize), row * identitySize)
    columns.content.set(this.#content.subarray(from * identitySize, to * identitySize), row * identitySize)
    columns.timeHalves.set(this.#times.subarray(from * 2, to * 2), row * 2)
    for (let i = 0; i < countNames.length; i++) {
      const first = i * this.#recordsMax
      columns.countHalves[i]!.set(this.#counts.subarray((first + from) * 2, (first + to) * 2), row * 2)
    }
    for (let i = 0; i < textNames.length; i++) {
      const slice = columnSlices[i]!
      if (slice === ofCurrency) continue
      const offsets = this.#offsets[slice / 2]!
      const list = columns.texts[i]!
      const start = offsets[from]!
      const end = offsets[to]!
      list.reserve(end - start)
      list.bytes.set(this.#texts.subarray(start, end), list.length)
      const shift = list.length - start
      for (let record = from; record < to; record++)
        list.offsets[row + record - from + 1] = offsets[record + 1]! + shift
      list.length += end - start
    }
  }
}
