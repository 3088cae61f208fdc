/** One look-up of many identities. */

/** The items to look up, by number. Each has 4 words of identity, 4 words of content, and a byte for the answer. */
export interface Batch {
  readonly ids: Uint32Array
  readonly contents: Uint32Array
  /** `identitySeen`. */
  readonly out: Uint8Array
}

/** The items that were not found so far: `numbers[0 … count)`. */
export interface Pending {
  readonly numbers: Uint32Array
  count: number
}
