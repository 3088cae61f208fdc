/**
 * The short way for recorded facts that come by the million: payees, their accounts, and contributions. It reads the bytes
 * that `factText` writes, makes no object, and gives the digest of the fact's document from the same bytes. What is in
 * any other form is left to `factFromRecorded`. A test compares the two.
 */
import type { AccountAddress, ChainId } from '../events/account.ts'
import type { AssetId, PayeeId } from '../events/ids.ts'
import type { RegistryEventType } from '../events/index.ts'
import { type Micros, parseTimeBytes } from '../events/time.ts'
import { DocumentBytes, digestTail } from './documentBytes.ts'
import type { FactOf } from './fact.ts'

/** The types that have a short way. */
const kinds: { readonly [type: string]: 'payee' | 'account' | 'contributions' } = {
  'io.headwater.payee.registered': 'payee',
  'io.headwater.payee.bound': 'account',
  'io.headwater.contribution.recorded': 'contributions',
}

const quote = 0x22
const backslash = 0x5c

const bytesOf = (text: string): Uint8Array => Buffer.from(text)
const opening = bytesOf('{"format":1,"source":"')
const idKey = bytesOf(',"id":"')
const timeKey = bytesOf(',"time":"')
const payeeKey = bytesOf(',"payee":"')
const nameKey = bytesOf(',"name":"')
const accountKey = bytesOf(',"account":"')
const payableFromKey = bytesOf(',"payableFrom":"')
const assetKey = bytesOf(',"asset":"')
const contributionsKey = bytesOf(',"contributions":[')
const itemKey = bytesOf('{"payee":"')
const unitsKey = bytesOf(',"units":')
const end = bytesOf('}')
const nextItem = bytesOf(',')
const lastItem = bytesOf(']')
const evmChain = bytesOf('eip155:')
const evmAddress = bytesOf(':0x')
const dataKey = bytesOf('{"data":{')
const dataEnd = bytesOf('},')

const chainDigitsMax = 32
const addressDigits = 40

/** A part of the bytes. */
interface Span {
  start: number
  end: number
}

const span = (): Span => ({ start: 0, end: 0 })

export class PlainFactReader {
  /** Of the fact read last, as the next ones; the bytes are those that `read` got. */
  type: RegistryEventType = 'io.headwater.payee.registered'
  kind: 'payee' | 'account' | 'contributions' = 'payee'
  readonly source = span()
  readonly id = span()
  /** The payee of a binding and its name, without quotes. */
  readonly payee = span()
  hasName = false
  readonly name = span()
  hasAccount = false
  readonly account = span()
  /** The chain of an account, `eip155:N`, and its address, `0x…` in lower case. */
  readonly chain = span()
  readonly address = span()
  /** 0 for an account without a notice. */
  payableFrom: Micros = 0
  readonly asset = span()
  /** Contributions: the payees, and the units of each. */
  contributionCount = 0
  readonly payeeStarts: number[] = []
  readonly payeeEnds: number[] = []
  readonly units: number[] = []

  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  readonly #time = span()
  readonly #notice = span()
  readonly #payload = span()
  #hasNotice = false
  readonly #document = new DocumentBytes()

  /** Whether a fact of this type may be read. */
  static knows(type: string): boolean {
    return Object.hasOwn(kinds, type)
  }

  /**
   * Reads the fact in `bytes[start .. limit)`, which are valid UTF-8.
   * @param type one that `knows` names
   * @returns false for what `factFromRecorded` has to read; then nothing here counts
   */
  read(type: string, bytes: Uint8Array, start: number, limit: number): boolean {
    this.type = type as RegistryEventType
    this.kind = kinds[type]!
    this.#bytes = bytes
    this.#at = start
    const envelope =
      this.#skip(opening) &&
      this.#text(this.source) &&
      this.#skip(idKey) &&
      this.#text(this.id) &&
      this.#skip(timeKey) &&
      this.#readTime(this.#time) >= 0
    if (!envelope) return false
    const whole = this.kind === 'contributions' ? this.#readContributions() : this.#readBinding()
    // A text that goes on beyond the limit belongs to what comes after the fact.
    return whole && this.#skip(end) && this.#at === limit
  }

  /** SHA-256 of the document of the fact read last, as 32 characters. Call it before the bytes change. */
  documentDigest(): string {
    const document = this.#document
    document.begin()
    document.put(dataKey)
    if (this.kind === 'contributions') document.copy(this.#bytes, this.#payload.start, this.#payload.end)
    else this.#putBinding()
    document.put(dataEnd)
    this.#putField(idKey, this.id, 1)
    document.put(nextItem)
    this.#putField(opening, this.source, sourceKeyAt)
    this.#putField(timeKey, this.#time, 0)
    document.put(digestTail(this.type))
    return document.digest()
  }

  /** The data of the fact read last, as `factFromRecorded` gives it. */
  data(): unknown {
    return this.kind === 'contributions' ? this.#contributions() : this.#binding()
  }

  #contributions(): FactOf<'io.headwater.contribution.recorded'>['data'] {
    const contributions = Array.from({ length: this.contributionCount }, (_, at) => ({
      payee: this.#textOf(this.payeeStarts[at]!, this.payeeEnds[at]!) as PayeeId,
      units: this.units[at]!,
    }))
    return { asset: this.#textOf(this.asset.start, this.asset.end) as AssetId, contributions }
  }

  #binding(): FactOf<'io.headwater.payee.registered'>['data'] {
    const { payee, name, chain, address } = this
    const account = {
      chain: this.#textOf(chain.start, chain.end) as ChainId,
      address: this.#textOf(address.start, address.end) as AccountAddress,
    }
    return {
      payee: this.#textOf(payee.start, payee.end) as PayeeId,
      ...(this.hasName && { name: this.#textOf(name.start, name.end) }),
      ...(this.hasAccount && { account }),
      ...(this.#hasNotice && { payableFrom: this.payableFrom }),
    }
  }

  #textOf(start: number, after: number): string {
    const bytes = this.#bytes
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, after - start).toString('utf8')
  }

  #readBinding(): boolean {
    if (!this.#skip(payeeKey) || !this.#text(this.payee)) return false
    this.hasName = this.#skip(nameKey)
    if (this.hasName && (this.kind === 'account' || !this.#text(this.name))) return false
    this.hasAccount = this.#skip(accountKey)
    this.payableFrom = 0
    this.#hasNotice = false
    if (!this.hasAccount) return this.kind !== 'account'
    if (!this.#readAccount()) return false
    this.#hasNotice = this.#skip(payableFromKey)
    if (this.#hasNotice) this.payableFrom = this.#readTime(this.#notice)
    return this.payableFrom >= 0
  }

  /** An account on an eip155 chain in lower case: it has no checksum that could be wrong. */
  #readAccount(): boolean {
    const bytes = this.#bytes
    this.account.start = this.#at
    this.chain.start = this.#at
    if (!this.#skip(evmChain)) return false
    const from = this.#at
    while (isDigit(bytes[this.#at]!)) this.#at++
    const digits = this.#at - from
    if (digits === 0 || digits > chainDigitsMax || bytes[from] === 0x30) return false
    this.chain.end = this.#at
    if (!this.#skip(evmAddress)) return false
    this.address.start = this.#at - 2
    let used = 0
    for (const to = this.#at + addressDigits; this.#at < to; this.#at++) {
      const byte = bytes[this.#at]!
      if (!isDigit(byte) && !(byte >= 0x61 && byte <= 0x66)) return false
      used |= byte ^ 0x30
    }
    this.address.end = this.#at
    this.account.end = this.#at
    // No one holds the zero address.
    if (used === 0 || bytes[this.#at] !== quote) return false
    this.#at++
    return true
  }

  #readContributions(): boolean {
    this.#payload.start = this.#at + 1
    if (!this.#skip(assetKey) || !this.#text(this.asset) || !this.#skip(contributionsKey)) return false
    this.contributionCount = 0
    for (;;) {
      if (!this.#readContribution()) return false
      if (this.#skip(lastItem)) break
      if (!this.#skip(nextItem)) return false
    }
    this.#payload.end = this.#at
    return true
  }

  readonly #item = span()

  #readContribution(): boolean {
    const bytes = this.#bytes
    if (!this.#skip(itemKey) || !this.#text(this.#item) || !this.#skip(unitsKey)) return false
    if (bytes[this.#at] === 0x30) return false
    let units = 0
    for (; isDigit(bytes[this.#at]!); this.#at++) units = units * 10 + (bytes[this.#at]! - 0x30)
    if (units < 1 || !Number.isSafeInteger(units) || !this.#skip(end)) return false
    const index = this.contributionCount++
    this.payeeStarts[index] = this.#item.start
    this.payeeEnds[index] = this.#item.end
    this.units[index] = units
    return true
  }

  /** A text up to its quote, of characters that JSON writes as they are. */
  #text(into: Span): boolean {
    const bytes = this.#bytes
    let at = this.#at
    into.start = at
    for (; ; at++) {
      const byte = bytes[at]
      if (byte === quote) break
      if (byte === undefined || byte < 0x20 || byte === backslash) return false
    }
    into.end = at
    this.#at = at + 1
    return true
  }

  /** A time as `formatTime` writes it; below 0 for any other. */
  #readTime(into: Span): Micros {
    if (!this.#text(into)) return -1
    const { start, end: after } = into
    const bytes = this.#bytes
    const length = after - start
    if (bytes[start + 10] !== 0x54 || bytes[after - 1] !== 0x5a) return -1
    // Without a fraction; or with one of at most six digits that does not end with a zero.
    if (length !== 20 && (length < 22 || length > 27 || bytes[after - 2] === 0x30)) return -1
    return parseTimeBytes(bytes, start, after)
  }

  #skip(expected: Uint8Array): boolean {
    const bytes = this.#bytes
    const from = this.#at
    for (let at = 0; at < expected.length; at++) if (bytes[from + at] !== expected[at]) return false
    this.#at = from + expected.length
    return true
  }

  #putBinding(): void {
    if (this.hasAccount) {
      this.#putField(accountKey, this.account, 1)
      this.#document.put(nextItem)
    }
    if (this.hasName) {
      this.#putField(nameKey, this.name, 1)
      this.#document.put(nextItem)
    }
    if (this.#hasNotice) {
      this.#putField(payableFromKey, this.#notice, 1)
      this.#document.put(nextItem)
    }
    this.#putField(payeeKey, this.payee, 1)
  }

  /** A key from its place `from` on, and a text with the quote behind it. */
  #putField(key: Uint8Array, { start, end: after }: Span, from: number): void {
    this.#document.put(key, from)
    this.#document.copy(this.#bytes, start, after + 1)
  }
}

/** Where the key of the source begins in `opening`. */
const sourceKeyAt = opening.length - '"source":"'.length
function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
