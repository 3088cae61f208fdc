/**
 * Finds the last calls with a key. A call is a serial number, a key two hashes of 32 bits. The first chooses a bucket,
 * whose entries are in one line of the processor's cache, so a look is one access to memory. A new entry takes the place
 * of the oldest: of the last `window` calls fewer than 1 in 200 are lost to others of their bucket.
 */
const ways = 4

export class RecentKeys {
  readonly #window: number
  /** The other hash and the serial of each entry; serial 0 for none, so that new memory needs no filling. */
  readonly #entries: Int32Array

  /** @param window calls that are found, a power of two */
  constructor(window: number) {
    this.#window = window
    this.#entries = new Int32Array(window * ways * 2)
  }

  /** The newest call with the key that is older than `below` and not out of the window of `serial`; 0 for none. */
  find(hash: number, check: number, serial: number, below: number): number {
    const entries = this.#entries
    const first = (hash & (this.#window - 1)) * ways * 2
    let newest = 0
    for (let at = first; at < first + ways * 2; at += 2) {
      if (entries[at] === check && entries[at + 1]! < below && entries[at + 1]! > newest)
        newest = entries[at + 1]!
    }
    return newest > serial - this.#window ? newest : 0
  }

  /** Adds a call, whose serial is above 0 and above all before it. */
  add(hash: number, check: number, serial: number): void {
    const entries = this.#entries
    const first = (hash & (this.#window - 1)) * ways * 2
    let oldest = first
    for (let at = first + 2; at < first + ways * 2; at += 2) {
      if (entries[at + 1]! < entries[oldest + 1]!) oldest = at
    }
    entries[oldest] = check
    entries[oldest + 1] = serial
  }

  clear(): void {
    this.#entries.fill(0)
  }
}
