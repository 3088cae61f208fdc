/** Recorded batches on their way into an index. Small ones are read together, because a busy log has many of them. */
import { fail } from '../../errors.ts'
import { type IdentityIndex, identitySize } from '../../identities/port.ts'
import type { BatchKey } from '../../log/keys.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { newIdentities } from './newIdentities.ts'

/** About how many identities are read at once; 32 bytes each. */
const rowsAtOnce = 262_144

export class WaitingBatches {
  readonly #usage: Pick<UsageWriter, 'readIdentities'>
  readonly #identities: IdentityIndex
  #keys: BatchKey[] = []
  #rows = 0

  constructor(usage: Pick<UsageWriter, 'readIdentities'>, identities: IdentityIndex) {
    this.#usage = usage
    this.#identities = identities
  }

  /** Whether enough wait to be read. */
  get full(): boolean {
    return this.#rows >= rowsAtOnce
  }

  add({ partition, revision, attempt }: BatchKey, rows: number): void {
    this.#keys.push({ partition, revision, attempt })
    this.#rows += rows
  }

  clear(): void {
    this.#keys = []
    this.#rows = 0
  }

  /**
   * Adds what the index does not have yet.
   * @returns how many identities that is
   * @throws HeadwaterError `data.outOfStep` where rows are missing; the engines' errors
   */
  async index(): Promise<number> {
    if (this.#keys.length === 0) return 0
    const { identity, content } = await this.#usage.readIdentities(this.#keys)
    const found = identity.length / identitySize
    if (found !== this.#rows) {
      fail(
        'data.outOfStep',
        `The log recorded ${this.#rows} rows in ${this.#keys.length} batches, and ${found} are there: the calls are behind the log. Restore the calls.`,
        { data: { recorded: this.#rows, found } },
      )
    }
    const fresh = newIdentities(this.#identities, identity, content)
    this.#identities.add(fresh.identity, fresh.content, fresh.count)
    this.clear()
    return fresh.count
  }
}
