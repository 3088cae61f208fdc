/**
 * Memory of input that is used again once nothing needs its bytes. A large input in memory that is used once costs a
 * tenth of all processor time in collections of garbage, because V8 counts buffers beside a small heap.
 *
 * Code that keeps such bytes after it has asked its input for more holds them meanwhile, with one `letGo` for each `hold`.
 * Bytes that are never let go are collected as usual. Other memory is not concerned: both do nothing then.
 */
interface Loan {
  holders: number
  /** Undefined where the bytes were given out before the first `reuse`. */
  readonly giveBack: (() => void) | undefined
  readonly owner: ChunkMemory
}

const loans = new WeakMap<ArrayBufferLike, Loan>()

export function hold({ buffer }: Uint8Array): void {
  const loan = loans.get(buffer)
  if (loan) loan.holders++
}

export function letGo({ buffer }: Uint8Array): void {
  const loan = loans.get(buffer)
  if (loan && --loan.holders === 0) loan.giveBack?.()
}

/**
 * Memory that the owner of these bytes gives out from now on is used again. Call it once nothing that reads the input
 * keeps bytes without holding them.
 */
export function reuse({ buffer }: Uint8Array): void {
  loans.get(buffer)?.owner.begin()
}

export function isLent({ buffer }: Uint8Array): boolean {
  return loans.has(buffer)
}

/** Gives out memory for chunks of one size. */
export class ChunkMemory {
  readonly #bytes: number
  readonly #free: Buffer[] = []
  #reuses = false

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  begin(): void {
    this.#reuses = true
  }

  /** Held once, for the caller. */
  take(): Buffer {
    const chunk = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#bytes)
    const giveBack = this.#reuses ? () => void this.#free.push(chunk) : undefined
    loans.set(chunk.buffer, { holders: 1, giveBack, owner: this })
    return chunk
  }
}
