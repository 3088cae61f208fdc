/** Bytes and records of a block that is read at once. A larger one is divided. */
export const blockBytesMax = 256 << 10
export const blockRecordsMax = 1_024
