/** Every limit of ingestion by name. */

/** Calls of one batch. */
export const batchRowsMax = 65_536
/** Bytes of text in one batch; reached first where texts are long. */
export const batchBytesMax = 48 << 20
/** Bytes of input that one batch keeps until it is durable. Of a call, most bytes are fields that are not stored. */
export const batchInputBytesMax = 128 << 20
/** Registry events of one batch. With twice as many, the collector copies each event once more before it is let go. */
export const batchFactsMax = 8_192
/** Characters of their JSON in one batch; reached first where they have long lists. */
export const batchFactTextMax = 16 << 20
/** Refused events of one batch, and their bytes. */
export const batchRefusedMax = 16_384
export const batchRefusedBytesMax = 32 << 20

/** Calls of this process among which a repetition under another name is noticed at once: a power of two. */
export const suspectedWindow = 1 << 17
/** Suspected calls that a report lists. It counts all of them. */
export const suspectedListedMax = 100
/** Registry events that a report lists as reaching back. */
export const backdatedListedMax = 100

/** Bytes of a request's body when it is unpacked. A stream has no such limit. */
export const unpackedBytesMax = 64 << 20

/** Lines that a report names for each code, and for each reason to skip a record. */
export const firstShownMax = 5
/** Reasons to skip a record that a report names. Further ones are counted together. */
export const skipReasonsMax = 100
/** Rejected events that a report lists. It counts all of them. */
export const rejectedListedMax = 1_000
/**
 * Assets and versions not known yet that a report follows until its end. Calls of further ones count as suspended, even
 * where they become known later in the stream.
 */
export const suspendedKeysMax = 100_000
/** Assets and currencies that are cached by their bytes. */
export const internedMax = 1 << 17
/** Refused events that are read at a time when they are sent again. */
export const replayPageSize = 500
/** Bytes of these. */
export const replayBytesMax = 8 << 20
