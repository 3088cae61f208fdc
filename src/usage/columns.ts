/** Calls as columns: the form in which a batch travels to the usage store. */
/** Arrow's layout of a text column: row i is bytes[offsets[i] .. offsets[i+1]). UTF-8. */
export interface TextColumn {
  readonly offsets: Int32Array
  readonly bytes: Uint8Array
}

/** Which columns a row has; '' stands for an optional text left out, -1 for a token count left out. */
export interface CallColumns {
  readonly length: number
  /** 16 bytes a row: first half of Keccak-256 over the length-prefixed (space, source, id). */
  readonly identity: Uint8Array
  /** 16 bytes a row: first half of Keccak-256 over the event's content. */
  readonly content: Uint8Array
  readonly source: TextColumn
  readonly id: TextColumn
  /** Microseconds since 1970, UTC. */
  readonly time: BigInt64Array
  readonly asset: TextColumn
  readonly version: TextColumn
  readonly currency: TextColumn
  /** 32 bytes a row, little-endian: the price in ledger units. */
  readonly amount: Uint8Array
  /** 1 where the rate card priced the call, 0 where the event carried its amount. */
  readonly priced: Uint8Array
  readonly inputTokens: BigInt64Array
  readonly outputTokens: BigInt64Array
  readonly cacheReadTokens: BigInt64Array
  readonly cacheWriteTokens: BigInt64Array
  readonly caller: TextColumn
  readonly agent: TextColumn
  readonly traceId: TextColumn
  readonly providerCallId: TextColumn
}
