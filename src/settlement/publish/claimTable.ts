/** What accounts have claimed from one distributor, folded from its stream. */
import { readHex } from '../../base/hex.ts'
import { ByteKeys } from '../../columns/byteKeys.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { invariant } from '../../invariant.ts'
import { claimsSeen } from '../../log/publication/claimsSeen.ts'
import { readWhole } from '../../log/readWhole.ts'

const addressBytes = 20
const keyBytes = 2 * addressBytes

export class ClaimTable {
  /** Of the last event that was read; -1 for none. */
  revision = -1
  /** Claims up to this block are here; undefined where none were read. */
  block: number | undefined
  /** Of that block, where it was noted. */
  hash: string | undefined
  /** What all accounts have claimed, by token. */
  readonly totals = new Map<string, bigint>()
  readonly #keys = new ByteKeys()
  readonly #claimed = new UnitSums()
  readonly #key = new Uint8Array(keyBytes)

  /** Atoms, ever. */
  of(account: string, token: string): bigint {
    const number = this.#keys.find(this.#keyOf(account, token), keyBytes)
    return number < 0 ? 0n : this.#claimed.get(number)
  }

  /** Reads what is new in the stream. @throws HeadwaterError `data.damaged` */
  async read(events: Pick<EventStore, 'readStream'>, stream: string): Promise<void> {
    for await (const event of readWhole(events, stream, this.revision + 1)) {
      // Two reads may run at once; each event counts once.
      if (event.revision <= this.revision) continue
      const { block, hash, claims } = claimsSeen.read(event)
      for (const { account, token, cumulative } of claims) this.#set(account, token, BigInt(cumulative))
      this.block = block
      this.hash = hash
      this.revision = event.revision
    }
  }

  /** The last word counts, so what was recorded wrong is put right by a later event. */
  #set(account: string, token: string, cumulative: bigint): void {
    const number = this.#keys.add(this.#keyOf(account, token), keyBytes)
    const before = this.#claimed.get(number)
    this.#claimed.set(number, cumulative)
    this.totals.set(token, (this.totals.get(token) ?? 0n) + cumulative - before)
  }

  #keyOf(account: string, token: string): Uint8Array {
    const key = this.#key
    const isRead = readHex(account, addressBytes, key, 0) && readHex(token, addressBytes, key, addressBytes)
    invariant(isRead, 'accounts and tokens of claims are EVM addresses')
    return key
  }
}
