/**
 * The registry as a replay makes it: payees in columns, everything else as a live registry has it. Facts that come by the
 * million are applied from their bytes.
 */
import type { ChainId } from '../../events/account.ts'
import type { AssetId, PayeeId } from '../../events/ids.ts'
import type { EventTexts } from '../../eventstore/port.ts'
import { readingEvent } from '../../log/damagedEvent.ts'
import { applyFact } from '../../log/registryFact.ts'
import {
  createRegistry,
  DigestChain,
  PlainFactReader,
  type Registry,
  type RegistryState,
} from '../../registry/index.ts'
import { PayeeColumns } from './payeeColumns.ts'

export class ReplayedState {
  readonly state: RegistryState
  readonly #payees = new PayeeColumns()
  readonly #reader = new PlainFactReader()
  #chain: DigestChain
  #lastChain = { bytes: Buffer.alloc(0), number: 0 }

  constructor() {
    this.state = createRegistry(emptyOver(this.#payees))
    this.#chain = new DigestChain(this.state.digest)
  }

  /**
   * Applies the first `count` events of a page, which follow those applied before.
   * @throws HeadwaterError `data.damaged` where one is no fact of its type, or names what was not recorded before it
   */
  apply(page: EventTexts, count: number): void {
    const { stream, revision: first, types, typeNames, bytes, starts, ends } = page
    const plain = typeNames.map((type) => PlainFactReader.knows(type))
    const reader = this.#reader
    for (let index = 0; index < count; index++) {
      const type = typeNames[types[index]!]!
      const [start, end, revision] = [starts[index]!, ends[index]!, first + index]
      if (plain[types[index]!] && reader.read(type, bytes, start, end)) {
        this.#chain.add(reader.documentDigest(type))
        if (reader.kind === 'contributions')
          readingEvent({ stream, revision }, () => this.#applyContributions(bytes))
        else this.#applyBinding(bytes, revision)
        this.state.count = revision + 1
      } else {
        const event = { stream, revision, type }
        const data = readingEvent(event, () => JSON.parse(textOf(bytes, start, end)))
        this.#applyFact({ ...event, data })
      }
    }
    this.state.digest = this.#chain.hex
  }

  #applyFact(event: Parameters<typeof applyFact>[1]): void {
    const { state } = this
    state.digest = this.#chain.hex
    applyFact(state, event)
    this.#chain = new DigestChain(state.digest)
    for (const payee of state.payees.changed.values()) this.#payees.put(payee)
    state.payees.clear()
  }

  #applyBinding(bytes: Uint8Array, revision: number): void {
    const { payee, hasAccount, address, payableFrom } = this.#reader
    const number = this.#payees.numberOf(bytes, payee.start, payee.end)
    if (!hasAccount) return
    const account = { chain: this.#chainNumber(bytes), hex: bytes, start: address.start + 2 }
    this.#payees.bindEvm(number, account, { payableFrom, revision })
  }

  #applyContributions(bytes: Uint8Array): void {
    const { asset, contributionCount, payeeStarts, payeeEnds, units } = this.#reader
    const { work } = this.state.changing(textOf(bytes, asset.start, asset.end) as AssetId)
    for (let at = 0; at < contributionCount; at++) {
      const [start, end] = [payeeStarts[at]!, payeeEnds[at]!]
      this.#payees.numberOf(bytes, start, end)
      work.record(textOf(bytes, start, end) as PayeeId, units[at]!)
    }
  }

  /** Payees that follow each other mostly have their accounts on one chain. */
  #chainNumber(bytes: Uint8Array): number {
    const { start, end } = this.#reader.chain
    const last = this.#lastChain
    let at = 0
    while (at < last.bytes.length && bytes[start + at] === last.bytes[at]) at++
    if (last.bytes.length > 0 && at === last.bytes.length && start + at === end) return last.number
    const number = this.#payees.chainNumber(textOf(bytes, start, end) as ChainId)
    this.#lastChain = { bytes: Buffer.from(bytes.subarray(start, end)), number }
    return number
  }
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
}

/** A registry without events, of which the payees are elsewhere. */
function emptyOver(payees: PayeeColumns): Registry {
  const { count, digest, currencies, currenciesByToken, fees, feesByTime, assets, versions } =
    createRegistry()
  const things = { currencies, currenciesByToken, fees, feesByTime, assets, versions }
  return { count, digest, ...things, payees, payeesNamed: () => [] }
}
