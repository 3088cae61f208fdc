/**
 * Digests of the books that a manifest commits to. An outsider recomputes them with a dozen lines of any language: each line
 * is a JSON array of strings (RFC 8785) followed by a newline, lines ascending by their leading fields as UTF-8 bytes,
 * SHA-256 over all of it.
 */
import { createHash, type Hash } from 'node:crypto'
import { compareUtf8 } from '../base/utf8.ts'
import { digitsMax, writeDigits } from '../columns/unitDigits.ts'
import type { UnitSums } from '../columns/unitSums.ts'
import { formatTime, type Micros } from '../events/time.ts'
import { invariant } from '../invariant.ts'
import type { ColumnLines } from './lineRows.ts'
import type { PayeeLots } from './lots.ts'
import type { BalanceStanding, CallSumLine, PayoutLine } from './port.ts'
import { balanceRowsDigest } from './rowsDigest.ts'
import type { StateLine } from './stateLine.ts'
import { type States, stateLines } from './states.ts'

/** Lines `["payee","currency","balance"]`, balance in ledger units, without zeros, by payee, then currency. */
export function balancesDigest(): LinesDigest<BalanceStanding> {
  return new LinesDigest(({ payee, currency, balance }) =>
    balance !== 0n ? [payee, currency, balance.toString()] : undefined,
  )
}

/** Lines `["chain","account","token","cumulative"]`, cumulative in atoms, above zero only, in that order of fields. */
export function payoutsDigest(): LinesDigest<PayoutLine> {
  return new LinesDigest(({ chain, account, token, cumulative }) =>
    cumulative > 0n ? [chain, account, token, cumulative.toString()] : undefined,
  )
}

/** Lines `["asset","version","currency","calls","amount"]`, amount in ledger units, in the order of the first three. */
export function callSumsDigest(): LinesDigest<CallSumLine> {
  return new LinesDigest(({ asset, version, currency, calls, amount }) => [
    asset,
    version,
    currency,
    calls.toString(),
    amount.toString(),
  ])
}

/**
 * The digests of state to date: `["clause","x"]`, `["asset","version","currency","sourceAsset","sourceVersion","x","paid"]`
 * and `["payee","currency","epoch","due","left"]` (due as RFC 3339 in UTC), in the order of these fields, epochs as
 * numbers; without lines whose amounts are all 0.
 */
export function digestStates(states: States): {
  readonly clauses: string
  readonly edges: string
  readonly lots: string
} {
  const digests = { clause: clausesDigest(), edge: edgesDigest() }
  for (const line of stateLines(states)) digests[line.kind as keyof typeof digests].add(line)
  const lots = new LotsDigest()
  for (const of of states.lots) lots.add(of)
  return { clauses: digests.clause.hex(), edges: digests.edge.hex(), lots: lots.hex() }
}

export function clausesDigest(): LinesDigest<StateLine> {
  return new LinesDigest(({ subject, x }) => (x === 0n ? undefined : [subject, x.toString()]))
}

export function edgesDigest(): LinesDigest<StateLine> {
  return new LinesDigest(({ subject, currency, object, x, amount }) =>
    x === 0n && amount === 0n
      ? undefined
      : [...subject.split(' '), currency, ...object.split(' '), x.toString(), amount.toString()],
  )
}

export class LotsDigest {
  readonly #lines = new BytesDigest()
  readonly #middles = new LotTexts()

  add({ payee, currency, rows, from, to }: PayeeLots): void {
    this.#lines.begin(payee, currency)
    // An epoch, an instant and an amount have no character that JSON escapes.
    for (let row = from; row < to; row++)
      this.#lines.add(this.#middles.of(rows.epoch(row), rows.due(row)), rows.left, row)
  }

  hex(): string {
    return this.#lines.hex()
  }
}

const textsRememberedMax = 4_096

/** What a line has between its payee and its amount. Lots of many payees are of the same few epochs. */
class LotTexts {
  readonly #texts = new Map<number, { readonly due: Micros; readonly text: Uint8Array }>()

  of(epoch: number, due: Micros): Uint8Array {
    const known = this.#texts.get(epoch)
    if (known?.due === due) return known.text
    if (this.#texts.size === textsRememberedMax) this.#texts.clear()
    const text = Buffer.from(`,"${epoch}","${formatTime(due)}","`)
    this.#texts.set(epoch, { due, text })
    return text
  }
}

const endOfLine = Buffer.from('"]\n')

/** Takes lines in bytes, because a dozen lots of each payee are most of what a digest has. */
class BytesDigest {
  readonly #hash: Hash = createHash('sha256')
  readonly #block = Buffer.allocUnsafe(blockLength)
  #at = 0
  /** What the next lines begin with. */
  readonly #start = Buffer.allocUnsafe(blockLength)
  #startEnd = 0

  /** The next lines begin with these texts. */
  begin(...texts: readonly string[]): void {
    const start = this.#start
    let end = 0
    for (const [place, text] of texts.entries()) {
      start[end] = place === 0 ? opening : comma
      end = writePlain(start, end + 1, text)
      if (end < 0) break
    }
    this.#startEnd = end < 0 ? start.write(JSON.stringify(texts).slice(0, -1)) : end
  }

  add(middle: Uint8Array, amounts: UnitSums, row: number): void {
    const most = this.#startEnd + middle.length + digitsMax + endOfLine.length
    invariant(most <= blockLength, 'a line of a digest is short')
    if (this.#at + most > blockLength) this.#flush()
    const block = this.#block
    let at = copyBytes(block, this.#at, this.#start, this.#startEnd)
    at = copyBytes(block, at, middle)
    at = writeDigits(block, at, amounts, row)
    this.#at = copyBytes(block, at, endOfLine)
  }

  hex(): string {
    this.#flush()
    return this.#hash.digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#block.subarray(0, this.#at))
    this.#at = 0
  }
}

/** A call of the runtime costs more than the loop over so few bytes. @returns where they end */
function copyBytes(to: Uint8Array, at: number, bytes: Uint8Array, length = bytes.length): number {
  for (let place = 0; place < length; place++) to[at + place] = bytes[place]!
  return at + length
}

const [quote, backslash, space, lastPlain] = [0x22, 0x5c, 0x20, 0x7e]
const [opening, comma] = [0x5b, 0x2c]

/** Writes a text as JSON does. @returns where it ends; −1 where it is not plain ASCII without anything to escape */
function writePlain(to: Uint8Array, from: number, text: string): number {
  if (from + text.length + 2 > to.length) return -1
  let at = from
  to[at++] = quote
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (code < space || code > lastPlain || code === quote || code === backslash) return -1
    to[at++] = code
  }
  to[at++] = quote
  return at
}

/** The digest of corrections or postings where none counted so far: SHA-256 over those of 256 buckets without rows. */
export function digestOfNoRows(): string {
  const empty = createHash('sha256').update(Buffer.of(0)).digest()
  return createHash('sha256')
    .update(Buffer.concat(Array<Buffer>(256).fill(empty)))
    .digest('hex')
}

/** @param balances in the order of the digest, as all the others here */
export function digestBalances(balances: ColumnLines<BalanceStanding>): string {
  if (balances.columns === undefined) return balancesDigest().addAll(balances).hex()
  const digest = balanceRowsDigest()
  digest.addAll(balances.columns)
  return digest.hex()
}

/** Takes lines in the order of the digest, one at a time, so that no process holds all of them. */
class LinesDigest<Line> {
  readonly #fields: (line: Line) => readonly string[] | undefined
  readonly #text = new TextDigest()

  constructor(fields: (line: Line) => readonly string[] | undefined) {
    this.#fields = fields
  }

  add(line: Line): void {
    const fields = this.#fields(line)
    // JSON.stringify of strings without lone surrogates is RFC 8785.
    if (fields !== undefined) this.#text.add(`${JSON.stringify(fields)}\n`)
  }

  addAll(lines: Iterable<Line>): this {
    for (const line of lines) this.add(line)
    return this
  }

  hex(): string {
    return this.#text.hex()
  }
}

class TextDigest {
  readonly #hash: Hash = createHash('sha256')
  #block = ''

  add(text: string): void {
    this.#block += text
    if (this.#block.length >= blockLength) this.#flush()
  }

  hex(): string {
    this.#flush()
    return this.#hash.digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#block, 'utf8')
    this.#block = ''
  }
}

const blockLength = 1 << 16

interface OfPayee {
  readonly payee: string
  readonly currency: string
}

/** Sorts in place: by payee, then currency, as UTF-8 bytes. */
export function sortByPayee<Line extends OfPayee>(lines: Line[]): Line[] {
  // JavaScript's own order equals that of UTF-8 where no character is beyond U+FFFF, and is three times as fast.
  const plain = lines.every((line) => !surrogate.test(line.payee))
  return lines.sort(plain ? byPayeeAndCurrencyPlain : byPayeeAndCurrency)
}

const surrogate = /[\ud800-\udfff]/

export function byPayeeAndCurrency(left: OfPayee, right: OfPayee): number {
  return compareUtf8(left.payee, right.payee) || comparePlain(left.currency, right.currency)
}

function byPayeeAndCurrencyPlain(left: OfPayee, right: OfPayee): number {
  return comparePlain(left.payee, right.payee) || comparePlain(left.currency, right.currency)
}

/** All three are ASCII. */
export function byChainAccountAndToken(left: PayoutLine, right: PayoutLine): number {
  return (
    comparePlain(left.chain, right.chain) ||
    comparePlain(left.account, right.account) ||
    comparePlain(left.token, right.token)
  )
}

function comparePlain(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
