/**
 * What a decoder of logs is. The source reads blocks, proves that they are complete, and gives a decoder the logs that
 * it wants, in order, from final blocks alone. The decoder makes events of them. It reads no clock, file or network: what
 * it must look up in the ledger comes with `DecodeContext`.
 */

import type { Registry } from '../../registry/index.ts'

/** `0x` and lower-case digits. */
export type Hex = `0x${string}`

export interface ChainBlock {
  /** CAIP-2, `eip155:8453`. */
  readonly chain: string
  readonly number: number
  readonly hash: Hex
  /** Seconds since 1970. */
  readonly time: number
}

/** One log. All hex is in lower case. */
export interface ChainLog {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly transactionHash: Hex
  readonly transactionIndex: number
  /** Its place in the block. */
  readonly logIndex: number
  /** Its place among the logs of its transaction, from 0. Ids of events use it. */
  readonly placeInTransaction: number
  /** Sender, callee and calldata of its transaction, where the decoder asked for them (`LogFilter.calldata`). */
  readonly from?: Hex
  readonly to?: Hex
  readonly input?: Hex
}

/** Which logs a decoder gets: those that any of its filters matches. */
export interface LogFilter {
  /** Contracts; left out: any. */
  readonly addresses?: readonly Hex[]
  /** For each topic in turn: what it may be. Undefined: anything. */
  readonly topics: readonly (readonly Hex[] | undefined)[]
  /** Also all other logs of the transactions that have a log of this filter. */
  readonly siblings?: boolean
  /** Also `from`, `to` and `input` of those transactions. */
  readonly calldata?: boolean
}

/** A CloudEvent as plain JSON: `specversion`, `id`, `source`, `type`, `time`, `data`. */
export interface ChainEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Something that became no event and that an operator should see: `headwater watch listed`. */
export interface Listed {
  /** A stable word: `licence`, `tokenUnknown`, … */
  readonly kind: string
  /** `<tx hash>/<place of the log in it>`, or another name that the same log gets when it is read again. */
  readonly place: string
  /** One sentence. */
  readonly what: string
}

/** What a decoder must still know after a restart: it gets its notes back, in order, before the first block. */
export interface Note {
  readonly key: string
  readonly value: string
}

export interface Decoded {
  readonly events: readonly ChainEvent[]
  readonly listed: readonly Listed[]
  /** Durable before the source passes the block. */
  readonly notes?: readonly Note[]
  /** Ids of calls that it leaves out because the ledger has them. The block has them: no reorg lost them. */
  readonly known?: readonly string[]
  /** The block of an id, of events and of `known`, where it is an earlier one than was decoded. */
  readonly at?: ReadonlyMap<string, ChainBlock>
}

export interface DecodeContext {
  /** As the ledger has it now: at least what this decoder's events up to `recorded` made of it, perhaps more. */
  readonly registry: Registry
  /** Every event of this decoder from blocks up to this one is recorded; -1: none. */
  readonly recorded: number
  /** All logs of the block in order; undefined where the source has none of it. Made when it is asked for. */
  readonly allLogs: readonly ChainLog[] | undefined
}

export interface Decoder {
  /**
   * What it watches, for the name of its partition and the source of its events: an address in lower case, or `story`.
   * The source of its events is `chain:<CAIP-2>/<this>`.
   */
  readonly watched: string
  /** The first block that it wants. */
  readonly from: number
  /** May grow with what it decodes. A filter that is new after a block counts from the next block on. */
  filters(): readonly LogFilter[]
  /** The notes of earlier runs, the last of each key. Called once, before the first block. */
  restore?(notes: readonly Note[]): void
  /**
   * Called for each block that has a log that it wants, and for every block while something waits. Logs are in order.
   * The same block may come again after a restart; its events are the same then.
   * @throws an error that stops the source of this chain
   */
  decode(block: ChainBlock, logs: readonly ChainLog[], context: DecodeContext): Decoded | Promise<Decoded>
  /**
   * The lowest block of which something still waits and is in no event. The checkpoint stays there, and a restart
   * decodes again from there. Undefined: nothing waits.
   */
  waitsFrom?(): number | undefined
}
