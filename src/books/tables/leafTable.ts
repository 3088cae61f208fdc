/** Accounts with a token of a chain each, numbered, with what each was ever paid: the leaves of the payout trees. */
import { putDigits, readHex } from '../../base/hex.ts'
import { ByteKeys } from '../../columns/byteKeys.ts'
import { grown } from '../../columns/grown.ts'
import { NumberSet } from '../../columns/numberSet.ts'
import { Ranked } from '../../columns/ranked.ts'
import { fewTexts } from '../../columns/rowTexts.ts'
import { sortByBytes } from '../../columns/sortByBytes.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { AccountAddress, ChainId, TokenAddress } from '../../events/account.ts'
import { invariant } from '../../invariant.ts'
import { chunksOf, encodedAt, type LeafPlace } from '../../merkle/encodedLeaf.ts'
import { type Atoms, storedAtoms } from '../../money/ledgerUnits.ts'
import type { LineRows } from '../lineRows.ts'
import type { PayoutLine } from '../port.ts'

const accountBytes = 20
/** Bytes of the numbers of chain and token, after those of the account. */
const tailBytes = 4
const keyBytes = accountBytes + tailBytes
const namesMax = 2 ** 16
/** `0x` and the digits. */
const accountTextBytes = 2 + 2 * accountBytes

/** A chain has one cumulative tree, or one for each token that is claimed once. */
export interface TreeName {
  readonly chain: ChainId
  /** Default: all. */
  readonly token?: TokenAddress | undefined
}

export class LeafTable {
  readonly #keys = new ByteKeys()
  readonly #chains = new Ranked<ChainId>()
  readonly #tokens = new Ranked<TokenAddress>()
  readonly #cumulative = new UnitSums()
  readonly #key = new Uint8Array(keyBytes)
  /** Chain and token of each leaf. */
  #pairs = new Uint32Array(0)

  /** The leaves as lines of the books, by their numbers. */
  readonly fields: Omit<LineRows<PayoutLine>, 'rows'> = {
    texts: {
      chain: fewTexts(this.#chains.items, (number) => this.#chain(number)),
      account: {
        length: () => accountTextBytes,
        copy: (number, into, at) => this.#writeAccount(number, into, at),
      },
      token: fewTexts(this.#tokens.items, (number) => this.#token(number)),
    },
    amounts: { cumulative: this.#cumulative },
  }

  get size(): number {
    return this.#keys.size
  }

  /** The number of a leaf, from 0 on in the order in which they come. */
  numberOf({ chain, account, token }: Omit<PayoutLine, 'cumulative'>): number {
    const [chainNumber, tokenNumber] = [this.#chains.numberOf(chain), this.#tokens.numberOf(token)]
    invariant(chainNumber < namesMax && tokenNumber < namesMax, `a ledger has at most ${namesMax} tokens`)
    this.#writeKey(account, chainNumber, tokenNumber)
    const number = this.#keys.add(this.#key, keyBytes)
    if (number >= this.#pairs.length) this.#pairs = grown(this.#pairs, number + 1)
    this.#pairs[number] = chainNumber * namesMax + tokenNumber
    return number
  }

  /** The same of a leaf that is not added: −1 where it is new. */
  find({ chain, account, token }: Omit<PayoutLine, 'cumulative'>): number {
    const [chainNumber, tokenNumber] = [this.#chains.find(chain), this.#tokens.find(token)]
    if (chainNumber < 0 || tokenNumber < 0) return -1
    this.#writeKey(account, chainNumber, tokenNumber)
    return this.#keys.find(this.#key, keyBytes)
  }

  #writeKey(account: AccountAddress, chainNumber: number, tokenNumber: number): void {
    const key = this.#key
    invariant(readHex(account, accountBytes, key, 0), 'accounts that are paid are EVM addresses')
    key[accountBytes] = chainNumber >>> 8
    key[accountBytes + 1] = chainNumber & 255
    key[accountBytes + 2] = tokenNumber >>> 8
    key[accountBytes + 3] = tokenNumber & 255
  }

  grow(number: number, atoms: Atoms): void {
    this.#cumulative.add(number, atoms)
  }

  account(number: number): AccountAddress {
    return `0x${this.#keys.text(number, 'hex', 0, accountBytes)}` as AccountAddress
  }

  leaf(number: number): PayoutLine {
    return {
      chain: this.#chains.item(this.#chain(number)),
      account: this.account(number),
      token: this.#tokens.item(this.#token(number)),
      cumulative: this.cumulative(number),
    }
  }

  cumulative(number: number): Atoms {
    return storedAtoms(this.#cumulative.get(number))
  }

  has(chain: ChainId): boolean {
    return this.#chains.find(chain) >= 0
  }

  /** Ascending. */
  chains(): ChainId[] {
    return [...this.#chains.items].sort()
  }

  /** Σ cumulative of a chain by token. */
  totals(chain: ChainId): Map<TokenAddress, bigint> {
    const [wanted, sums, there] = [this.#chains.find(chain), new UnitSums(), new NumberSet()]
    for (let number = 0; number < this.size; number++) {
      if (this.#chain(number) !== wanted) continue
      const token = this.#token(number)
      there.add(token)
      sums.addRow(token, this.#cumulative, number)
    }
    const all = this.#tokens.items.map((token, number) => [token, number] as const)
    return new Map(
      all.filter(([, number]) => there.has(number)).map(([token, number]) => [token, sums.get(number)]),
    )
  }

  /**
   * Those of a tree before its format hashes them: some thousands at a time, each chunk in new memory.
   * @param onLeaf is called with the number of each
   */
  encoded(
    numbers: Iterable<number>,
    { chain, token: wanted }: TreeName,
    onLeaf?: (number: number) => void,
  ): Iterable<Uint8Array<ArrayBuffer>> {
    const tokens = this.#tokens.items.map((token) => {
      const bytes = new Uint8Array(accountBytes)
      invariant(readHex(token, accountBytes, bytes, 0), 'tokens that are paid are EVM addresses')
      return bytes
    })
    const ofChain = this.#chains.find(chain)
    const ofToken = wanted && this.#tokens.find(wanted)
    return chunksOf(numbers, (number, { encoded, view, at }: LeafPlace) => {
      if (this.#chain(number) !== ofChain) return false
      const token = this.#token(number)
      if (ofToken !== undefined && token !== ofToken) return false
      this.#keys.copy(number, accountBytes, encoded, at + encodedAt.account)
      const bytes = tokens[token]!
      for (let byte = 0; byte < accountBytes; byte++) encoded[at + encodedAt.token + byte] = bytes[byte]!
      this.#cumulative.putUint256(number, view, at + encodedAt.amount)
      onLeaf?.(number)
      return true
    })
  }

  /** All numbers, ascending by chain, account, token. */
  sorted(): Uint32Array {
    const [chains, tokens] = [this.#chains.ranks(), this.#tokens.ranks()]
    const order = new Uint32Array(this.size)
    for (let number = 0; number < order.length; number++) order[number] = number
    sortByBytes(order, (number, depth) => {
      if (depth < 2) return byteOf(chains[this.#chain(number)]!, depth)
      if (depth < accountBytes + 2) return this.#keys.byte(number, depth - 2)
      if (depth < keyBytes) return byteOf(tokens[this.#token(number)]!, depth - accountBytes - 2)
      return -1
    })
    return order
  }

  #chain(number: number): number {
    return this.#pairs[number]! >>> 16
  }

  #token(number: number): number {
    return this.#pairs[number]! & (namesMax - 1)
  }

  #writeAccount(number: number, into: Uint8Array, at: number): void {
    into[at] = 0x30
    into[at + 1] = 0x78
    for (let byte = 0; byte < accountBytes; byte++)
      putDigits(this.#keys.byte(number, byte), into, at + 2 + 2 * byte)
  }
}

function byteOf(rank: number, at: number): number {
  return at === 0 ? rank >>> 8 : rank & 255
}
