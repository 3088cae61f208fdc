/** One look-up of many identities. */

/** The items that are looked up, by their numbers: 4 words of identity and of content each, and a byte of answer. */
export interface Batch {
  readonly ids: Uint32Array
  readonly contents: Uint32Array
  /** `identitySeen`. */
  readonly out: Uint8Array
}

/** The items that are still looked for: `numbers[0 … count)`. */
export interface Pending {
  readonly numbers: Uint32Array
  count: number
}
