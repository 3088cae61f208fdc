/** Every bound of ingestion by name. */

/** Calls of one batch. */
export const batchRowsMax = 65_536
/** Bytes of text in one batch; reached first where texts are long. */
export const batchBytesMax = 48 << 20
/** Bytes of input that one batch keeps until it is durable: of calls mostly what does not count. */
export const batchInputBytesMax = 128 << 20
/** Registry events of one batch. */
export const batchFactsMax = 4_096
/** Bytes of one append to the log: KurrentDB takes 1 MiB unless its setting MaxAppendSize says otherwise. */
export const appendBytesMax = 1_000_000
/** Refused events of one batch, and their bytes. */
export const batchRefusedMax = 16_384
export const batchRefusedBytesMax = 32 << 20

/** Rejected events that a report lists; it counts all. */
export const rejectedListedMax = 1_000
/** Unresolvable keys that a report follows until its end; calls of further ones count as suspended for good. */
export const suspendedKeysMax = 100_000
/** Assets, versions and currencies that are remembered by their bytes. */
export const internedMax = 1 << 17
/** Refused events read at a time when they are sent again. */
export const replayPageSize = 500
