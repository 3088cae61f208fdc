/**
 * Payees with their accounts in typed arrays: a replay meets every payee that the ledger ever named, and asks later for
 * those that are paid. Names are not kept.
 */
import { ByteKeys } from '../../columns/byteKeys.ts'
import { grown, releaseMemory } from '../../columns/grown.ts'
import type { AccountAddress, ChainId } from '../../events/account.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import { type AccountBinding, type Known, type Payee, PayeeState } from '../../registry/index.ts'

const evmAddressBytes = 20
const evmAddressPattern = /^0x[0-9a-f]{40}$/

export class PayeeColumns implements Known<PayeeId, Payee> {
  readonly #ids = new ByteKeys()
  /** Number of each payee's last binding and 1; 0 for none. */
  #last = new Uint32Array(0)
  #bindings = 0
  /** Number of the payee's binding before it and 1; 0 for none. */
  #before = new Uint32Array(0)
  #chains = new Uint32Array(0)
  /** The bytes of an EVM address in lower case; the place of any other in `#others`, in the first four. */
  #addresses = new Uint8Array(0)
  #payableFrom = new Float64Array(0)
  #revisions = new Uint32Array(0)
  /** The number of a chain is its place times 2, and 1 more where the address is in `#others`. */
  readonly #chainNames: ChainId[] = []
  readonly #chainNumbers = new Map<string, number>()
  readonly #others: AccountAddress[] = []
  #released = false

  get size(): number {
    return this.#ids.size
  }

  has(id: PayeeId): boolean {
    return this.#find(id) >= 0
  }

  get(id: PayeeId): Payee | undefined {
    const number = this.#find(id)
    return number < 0 ? undefined : new PayeeState(id, undefined, this.#bindingsOf(number))
  }

  *ids(from = 0): Iterable<PayeeId> {
    for (let number = from; number < this.size; number++) yield this.#id(number)
  }

  /** The number of the payee with the id `bytes[start .. end)`, which is added where it is new. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    invariant(!this.#released, 'no fact is applied after a replay has ended')
    const number = this.#ids.add(bytes, end, start)
    if (number >= this.#last.length) this.#last = grown(this.#last, number + 1)
    return number
  }

  /** Binds an EVM address: `hex` has its 40 digits, in lower case, from `start` on. */
  bindEvm(
    number: number,
    { chain, hex, start }: { readonly chain: number; readonly hex: Uint8Array; readonly start: number },
    { payableFrom, revision }: { readonly payableFrom: Micros; readonly revision: number },
  ): void {
    const binding = this.#bind(number, chain * 2, payableFrom, revision)
    const to = binding * evmAddressBytes
    for (let at = 0; at < evmAddressBytes; at++) {
      const from = start + 2 * at
      this.#addresses[to + at] = (digit(hex[from]!) << 4) | digit(hex[from + 1]!)
    }
  }

  chainNumber(chain: ChainId): number {
    let number = this.#chainNumbers.get(chain)
    if (number === undefined) {
      number = this.#chainNames.push(chain) - 1
      this.#chainNumbers.set(chain, number)
    }
    return number
  }

  /** Enters a payee in place of what is known of it. */
  put({ id, bindings }: Payee): void {
    const bytes = Buffer.from(id)
    const number = this.numberOf(bytes, 0, bytes.length)
    this.#last[number] = 0
    for (const { chain: name, address, ...terms } of bindings) {
      const chain = this.chainNumber(name)
      if (evmAddressPattern.test(address))
        this.bindEvm(number, { chain, hex: Buffer.from(address), start: 2 }, terms)
      else {
        const binding = this.#bind(number, chain * 2 + 1, terms.payableFrom, terms.revision)
        const other = this.#others.push(address) - 1
        new DataView(this.#addresses.buffer).setUint32(binding * evmAddressBytes, other)
      }
    }
  }

  /** Gives the memory back at once. Nothing can be asked afterwards. */
  release(): void {
    this.#released = true
    this.#ids.release()
    const columns = [
      this.#last,
      this.#before,
      this.#chains,
      this.#addresses,
      this.#payableFrom,
      this.#revisions,
    ]
    for (const column of columns) releaseMemory(column)
  }

  #bind(number: number, chain: number, payableFrom: Micros, revision: number): number {
    const binding = this.#bindings++
    if (binding >= this.#chains.length) {
      this.#before = grown(this.#before, binding + 1)
      this.#chains = grown(this.#chains, binding + 1)
      this.#payableFrom = grown(this.#payableFrom, binding + 1)
      this.#revisions = grown(this.#revisions, binding + 1)
      this.#addresses = grown(this.#addresses, this.#chains.length * evmAddressBytes)
    }
    this.#before[binding] = this.#last[number]!
    this.#last[number] = binding + 1
    this.#chains[binding] = chain
    this.#payableFrom[binding] = payableFrom
    this.#revisions[binding] = revision
    return binding
  }

  #bindingsOf(number: number): AccountBinding[] {
    const found: AccountBinding[] = []
    for (let binding = this.#last[number]! - 1; binding >= 0; binding = this.#before[binding]! - 1) {
      found.push({
        chain: this.#chainNames[this.#chains[binding]! >>> 1]!,
        address: this.#address(binding),
        payableFrom: this.#payableFrom[binding]!,
        revision: this.#revisions[binding]!,
      })
    }
    return found.reverse()
  }

  #address(binding: number): AccountAddress {
    const from = binding * evmAddressBytes
    const bytes = Buffer.from(this.#addresses.buffer, from, evmAddressBytes)
    if ((this.#chains[binding]! & 1) === 1) return this.#others[bytes.readUInt32BE(0)]!
    return `0x${bytes.toString('hex')}` as AccountAddress
  }

  #find(id: PayeeId): number {
    invariant(!this.#released, 'no payee is asked for after a replay has ended')
    const bytes = Buffer.from(id)
    return this.#ids.find(bytes, bytes.length)
  }

  #id(number: number): PayeeId {
    return this.#ids.text(number, 'utf8', 0, this.#ids.length(number)) as PayeeId
  }
}

/** Of a hexadecimal digit in lower case. */
function digit(code: number): number {
  return code <= 0x39 ? code - 0x30 : code - 0x57
}
