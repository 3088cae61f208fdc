/** Accounts with a token of a chain each, numbered, with what each was ever paid: the leaves of the payout trees. */
import { readHex } from '../../base/hex.ts'
import { ByteKeys } from '../../columns/byteKeys.ts'
import { Ranked } from '../../columns/ranked.ts'
import { sortByBytes } from '../../columns/sortByBytes.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { AccountAddress, ChainId, TokenAddress } from '../../events/account.ts'
import { invariant } from '../../invariant.ts'
import { chunksOf, encodedAt, type LeafPlace } from '../../merkle/encodedLeaf.ts'
import { type Atoms, storedAtoms } from '../../money/ledgerUnits.ts'
import type { PayoutLine } from '../port.ts'

const accountBytes = 20
/** Bytes of the numbers of chain and token, after those of the account. */
const tailBytes = 4
const keyBytes = accountBytes + tailBytes
const namesMax = 2 ** 16

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

  get size(): number {
    return this.#keys.size
  }

  /** The number of a leaf, from 0 on in the order in which they come. */
  numberOf({ chain, account, token }: Omit<PayoutLine, 'cumulative'>): number {
    const [chainNumber, tokenNumber] = [this.#chains.numberOf(chain), this.#tokens.numberOf(token)]
    invariant(chainNumber < namesMax && tokenNumber < namesMax, `a ledger has at most ${namesMax} tokens`)
    this.#writeKey(account, chainNumber, tokenNumber)
    return this.#keys.add(this.#key, keyBytes)
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
      chain: this.#chains.item(this.#pair(number, accountBytes)),
      account: this.account(number),
      token: this.#tokens.item(this.#pair(number, accountBytes + 2)),
      cumulative: this.cumulative(number),
    }
  }

  cumulative(number: number): Atoms {
    return storedAtoms(this.#cumulative.get(number))
  }

  has(chain: ChainId): boolean {
    return this.#chains.find(chain) >= 0
  }

  /** Those of a tree before its format hashes them: some thousands at a time, each chunk in new memory. */
  encoded(numbers: Iterable<number>, { chain, token: wanted }: TreeName): Iterable<Uint8Array<ArrayBuffer>> {
    const tokens = this.#tokens.items.map((token) => {
      const bytes = new Uint8Array(accountBytes)
      invariant(readHex(token, accountBytes, bytes, 0), 'tokens that are paid are EVM addresses')
      return bytes
    })
    const ofChain = this.#chains.find(chain)
    const ofToken = wanted && this.#tokens.find(wanted)
    return chunksOf(numbers, (number, { encoded, view, at }: LeafPlace) => {
      if (this.#pair(number, accountBytes) !== ofChain) return false
      const token = this.#pair(number, accountBytes + 2)
      if (ofToken !== undefined && token !== ofToken) return false
      this.#keys.copy(number, accountBytes, encoded, at + encodedAt.account)
      const bytes = tokens[token]!
      for (let byte = 0; byte < accountBytes; byte++) encoded[at + encodedAt.token + byte] = bytes[byte]!
      this.#cumulative.putUint256(number, view, at + encodedAt.amount)
      return true
    })
  }

  /** All numbers, ascending by chain, account, token. */
  sorted(): Uint32Array {
    const [chains, tokens] = [this.#chains.ranks(), this.#tokens.ranks()]
    const order = new Uint32Array(this.size)
    for (let number = 0; number < order.length; number++) order[number] = number
    sortByBytes(order, (number, depth) => {
      if (depth < 2) return byteOf(chains[this.#pair(number, accountBytes)]!, depth)
      if (depth < accountBytes + 2) return this.#keys.byte(number, depth - 2)
      if (depth < keyBytes)
        return byteOf(tokens[this.#pair(number, accountBytes + 2)]!, depth - accountBytes - 2)
      return -1
    })
    return order
  }

  #pair(number: number, at: number): number {
    return this.#keys.byte(number, at) * 256 + this.#keys.byte(number, at + 1)
  }
}

function byteOf(rank: number, at: number): number {
  return at === 0 ? rank >>> 8 : rank & 255
}
