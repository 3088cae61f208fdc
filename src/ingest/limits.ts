/** Every bound of ingestion by name. */

/** An event as it comes, in bytes; a longer one is refused without being held. */
export const eventBytesMax = 1 << 20
/** A gateway's record may hold many calls and whole conversations. */
export const recordBytesMax = 16 << 20
/** Nesting of JSON, brackets deep. */
export const nestingDepthMax = 128
/** How much of an input is looked at to tell lines from a JSON document. */
export const detectBytesMax = 1 << 20

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
/** How much is kept of a refused event that is longer than an event may be. */
export const rawCutBytes = 4_096
/** Unresolvable keys that a report follows until its end; calls of further ones count as suspended for good. */
export const suspendedKeysMax = 100_000
/** Assets, versions and currencies that are remembered by their bytes. */
export const internedMax = 1 << 17
/** Refused events read at a time when they are sent again. */
export const replayPageSize = 500
