/**
 * Which identities may have an open entry, as a set of bits in memory: an accepted event is looked for in the table only
 * where its bit is set. A ledger without refused events pays nothing for them.
 */
import type { RefusedEvent } from '../../usage/refused.ts'
import type { SqlEngine } from '../engine/port.ts'
import { isOpen } from './closing.ts'

const identityBytes = 16
/** 2^26 bits are 8 MiB: of a million entries, 1.5 % of all other identities are looked for in vain. */
const bitsLog2 = 26
/** On a shared list, entries of other processes are known after this time. */
const reloadMs = 30_000

export class OpenIdentities {
  readonly #engine: SqlEngine
  readonly #shared: boolean
  /** Undefined where no open entry has an identity. */
  #bits: Uint32Array | undefined
  #loadedAt: number | undefined

  constructor(engine: SqlEngine, shared: boolean) {
    this.#engine = engine
    this.#shared = shared
  }

  opened(events: readonly RefusedEvent[]): void {
    for (const { identity, code } of events) {
      if (identity !== undefined && code !== 'event.conflict') this.#set(Buffer.from(identity, 'hex'), 0)
    }
  }

  /** Those that may have an open entry, 16 bytes each. */
  async among(identities: Uint8Array): Promise<Uint8Array> {
    await this.#load()
    const bits = this.#bits
    if (bits === undefined) return new Uint8Array(0)
    const found: Uint8Array[] = []
    for (let at = 0; at < identities.length; at += identityBytes) {
      const place = placeOf(identities, at)
      if ((bits[place >>> 5]! & (1 << (place & 31))) !== 0)
        found.push(identities.subarray(at, at + identityBytes))
    }
    return Buffer.concat(found)
  }

  async #load(): Promise<void> {
    const now = Date.now()
    if (this.#loadedAt !== undefined && !(this.#shared && now - this.#loadedAt > reloadMs)) return
    const identities = await this.#engine.bytes(
      `SELECT identity FROM refused WHERE identity != toFixedString('', 16) AND code != 'event.conflict' AND ${isOpen}`,
    )
    this.#loadedAt = now
    for (let at = 0; at < identities.length; at += identityBytes) this.#set(identities, at)
  }

  #set(identities: Uint8Array, at: number): void {
    this.#bits ??= new Uint32Array(2 ** (bitsLog2 - 5))
    const place = placeOf(identities, at)
    this.#bits[place >>> 5]! |= 1 << (place & 31)
  }
}

/** Identities are hashes, so their first bits spread evenly. */
function placeOf(identities: Uint8Array, at: number): number {
  const word =
    (identities[at]! << 24) | (identities[at + 1]! << 16) | (identities[at + 2]! << 8) | identities[at + 3]!
  return word >>> (32 - bitsLog2)
}
