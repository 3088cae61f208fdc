/**
 * One call between its reader and the batch: where its texts are, and its numbers. Both readers, the fast and the slow
 * one, fill this object, and the batch copies from it. So columns and hashes are written by one piece of code.
 */
import type { tokenClasses } from '../../events/index.ts'
import type { NamesOf } from '../../usage/columns.ts'
import type { GrowableTexts } from '../../usage/growableBuffer.ts'
import type { call } from '../../usage/kinds/call.ts'

type TextColumnName = NamesOf<typeof call.columns, 'text'>

/** Texts of a call by their place in `CallRow.slices`: those of the columns, then those of numbers. */
export const callText = {
  source: 0,
  id: 1,
  asset: 2,
  version: 3,
  caller: 4,
  agent: 5,
  traceId: 6,
  providerCallId: 7,
  /** As given, without trailing zeros; absent where a rate priced the call. */
  amount: 8,
  /** The token counts as digits. */
  input: 9,
  output: 10,
  cacheRead: 11,
  cacheWrite: 12,
  /** As the event gives it; absent where a rate priced the call. */
  currencyGiven: 13,
} as const satisfies Record<
  Exclude<TextColumnName, 'currency'> | 'amount' | 'currencyGiven' | (typeof tokenClasses)[number],
  number
>
export const callTextCount = 14

/** Columns under construction. */
export interface BlockColumns {
  readonly identity: Uint8Array
  readonly content: Uint8Array
  readonly timeHalves: Uint32Array
  /** In the order of `countNames`. */
  readonly countHalves: readonly Uint32Array[]
  /** In the order of `textNames`. */
  readonly texts: readonly GrowableTexts[]
}

/** Calls that were read together. */
export interface BlockOfCalls {
  /** Copies the values of calls `from` to `to` to the end of the columns, whose first new row is `row`. */
  copyTo(columns: BlockColumns, from: number, to: number, row: number): void
}

export class CallRow {
  /** The bytes that the slices are in. */
  bytes: Uint8Array = new Uint8Array(0)
  /** Start and end of each text of `callText`; both 0 for an absent text. No text is empty. */
  readonly slices = new Int32Array(callTextCount * 2)
  /** Microseconds since 1970. */
  time = 0
  /** input, output, cacheRead, cacheWrite; -1 where absent. */
  readonly tokens = new Float64Array(4)
  /** The amount of an event that gives one, as the fast reader found it: high · 10^15 + low, without its point. */
  amountLow = 0
  amountHigh = 0
  /** Its fraction digits without trailing zeros, and as written. */
  amountFraction = 0
  amountFractionWritten = 0
  /**
   * The block that the call was read with, and its number there: the batch copies texts, counts and hashes of several
   * calls at once from it. Undefined where the row itself has all texts.
   */
  block: BlockOfCalls | undefined
  blockAt = 0
  /** Bytes of the texts that it has in columns of the block. */
  blockTextBytes = 0
  /** The currency of the price, as bytes and by its number in the cache. */
  currency: Uint8Array = new Uint8Array(0)
  currencyIndex = 0
  priced = false
  /** Ledger units, 32 bytes, little-endian. */
  readonly amount = new Uint8Array(32)
  /** The same memory. */
  readonly amountWords = new Uint32Array(this.amount.buffer)
  /** Whether asset and version are known now. */
  resolvable = true

  clear(): void {
    // Loops, because a call of `fill` costs more for so few items.
    for (let i = 0; i < callTextCount * 2; i++) this.slices[i] = 0
    for (let i = 0; i < 4; i++) this.tokens[i] = -1
    this.block = undefined
  }
}
