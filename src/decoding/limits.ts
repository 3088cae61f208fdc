/** Every bound of records by name. */

/** An event as it comes, in bytes; a longer one is refused without being held. */
export const eventBytesMax = 1 << 20
/** A gateway's record may hold many calls and whole conversations. */
export const recordBytesMax = 16 << 20
/** Nesting of JSON, brackets deep. */
export const nestingDepthMax = 128
/** How much of an input is looked at to tell lines from a JSON document. */
export const detectBytesMax = 1 << 20

/** How much is kept of a refused event that is longer than an event may be. */
export const rawCutBytes = 4_096
