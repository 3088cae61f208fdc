/** Limits of records. */

/** Bytes of an event as it came. A longer one is refused and not kept in memory. */
export const eventBytesMax = 1 << 20
/** A gateway's record may have many calls and whole conversations. */
export const recordBytesMax = 16 << 20
/** Nested brackets of JSON. */
export const nestingDepthMax = 128
/** Bytes at the beginning of an input that decide whether it is lines or a JSON document. */
export const detectBytesMax = 1 << 20

/** Bytes kept of a refused event that is too large. */
export const rawCutBytes = 4_096
