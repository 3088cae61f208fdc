/** What src/keccak offers; see index.ts. */

/** A flat list of byte strings: item i is bytes[offsets[i] .. offsets[i+1]). */
export interface ByteStrings {
  readonly bytes: Uint8Array
  /** n + 1 entries for n items, ascending. */
  readonly offsets: Int32Array | Uint32Array
}
