/** The registry as a replay makes it: payees in columns, everything else as a live registry has it. */
import type { ChainId } from '../../events/account.ts'
import type { AssetId, PayeeId } from '../../events/ids.ts'
import { PageApplier, type PlainFacts, textOf } from '../../log/applyPages.ts'
import {
  createRegistry,
  type PlainFactReader,
  type Registry,
  type RegistryState,
} from '../../registry/index.ts'
import { PayeeColumns } from './payeeColumns.ts'

interface ReplayedState {
  readonly state: RegistryState
  readonly applier: PageApplier
  readonly releasePayees: () => void
}

/** A registry without events, and what applies them to it. */
export function replayedState(): ReplayedState {
  const payees = new PayeeColumns()
  const state = createRegistry(emptyOver(payees))
  const applier = new PageApplier(state, new FactsInColumns(state, payees))
  return { state, applier, releasePayees: () => payees.release() }
}

class FactsInColumns implements PlainFacts {
  readonly #state: RegistryState
  readonly #payees: PayeeColumns
  /** Of contributors, by their numbers: each contributes to many assets. */
  readonly #names = new Map<number, PayeeId>()
  #lastChain = { bytes: Buffer.alloc(0), number: 0 }

  constructor(state: RegistryState, payees: PayeeColumns) {
    this.#state = state
    this.#payees = payees
  }

  apply(reader: PlainFactReader, bytes: Uint8Array, revision: number): void {
    if (reader.kind === 'contributions') this.#contribute(reader, bytes)
    else this.#bind(reader, bytes, revision)
  }

  #bind(reader: PlainFactReader, bytes: Uint8Array, revision: number): void {
    const { payee, hasAccount, address, payableFrom } = reader
    const number = this.#payees.numberOf(bytes, payee.start, payee.end)
    if (!hasAccount) return
    const account = { chain: this.#chainNumber(reader, bytes), hex: bytes, start: address.start + 2 }
    this.#payees.bindEvm(number, account, { payableFrom, revision })
  }

  #contribute(reader: PlainFactReader, bytes: Uint8Array): void {
    const { asset, contributionCount, payeeStarts, payeeEnds, units } = reader
    const { work } = this.#state.changing(textOf(bytes, asset.start, asset.end) as AssetId)
    for (let at = 0; at < contributionCount; at++) {
      const [start, end] = [payeeStarts[at]!, payeeEnds[at]!]
      const number = this.#payees.numberOf(bytes, start, end)
      let name = this.#names.get(number)
      if (name === undefined) {
        name = textOf(bytes, start, end) as PayeeId
        this.#names.set(number, name)
      }
      work.record(name, units[at]!)
    }
  }

  /** Payees that the fact named or changed go where all others are. */
  applied(): void {
    const { payees } = this.#state
    for (const payee of payees.changed.values()) this.#payees.put(payee)
    payees.forget(payees.added.length, [...payees.changed])
  }

  /** Payees that follow each other mostly have their accounts on one chain. */
  #chainNumber({ chain: { start, end } }: PlainFactReader, bytes: Uint8Array): number {
    const last = this.#lastChain
    let at = 0
    while (at < last.bytes.length && bytes[start + at] === last.bytes[at]) at++
    if (last.bytes.length > 0 && at === last.bytes.length && start + at === end) return last.number
    const number = this.#payees.chainNumber(textOf(bytes, start, end) as ChainId)
    this.#lastChain = { bytes: Buffer.from(bytes.subarray(start, end)), number }
    return number
  }
}

/** A registry without events, of which the payees are elsewhere. */
function emptyOver(payees: PayeeColumns): Registry {
  const empty = createRegistry()
  return {
    ...empty,
    digest: empty.digest,
    payees,
    payeesNamed: () => [],
    payeesEverBound: () => [],
    worksOn: () => [],
    assetsWithCosts: () => [],
  }
}
