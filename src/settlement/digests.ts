/**
 * Digests of the books that a manifest commits to. An outsider recomputes them with a dozen lines of any language: each line
 * is a JSON array of strings (RFC 8785) followed by a newline, lines ascending by their leading fields as UTF-8 bytes,
 * SHA-256 over all of it.
 */
import { createHash, type Hash } from 'node:crypto'
import { compareUtf8 } from '../base/utf8.ts'
import { formatTime, type Micros } from '../events/time.ts'
import type { BalanceStanding, CallSumLine, PayoutLine } from './books.ts'
import type { StateLine } from './states.ts'

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
 * The three digests of state to date, each over the lines of its kind: `["clause","x"]`,
 * `["asset","version","currency","sourceAsset","sourceVersion","x","paid"]` and
 * `["payee","currency","epoch","due","left"]` (due as RFC 3339 in UTC), in the order of these fields, epochs as
 * numbers; without lines whose amounts are all 0.
 */
export class StateDigests {
  readonly #byKind = { clause: statesDigest(), edge: statesDigest(), lot: statesDigest() }

  add(line: StateLine): void {
    this.#byKind[line.kind].add(line)
  }

  addAll(lines: Iterable<StateLine>): this {
    for (const line of lines) this.add(line)
    return this
  }

  hex(): { readonly clauses: string; readonly edges: string; readonly lots: string } {
    const { clause, edge, lot } = this.#byKind
    return { clauses: clause.hex(), edges: edge.hex(), lots: lot.hex() }
  }
}

function statesDigest(): LinesDigest<StateLine> {
  const textOf = rememberedTimes()
  return new LinesDigest(({ kind, subject, currency, object, due, x, amount }) => {
    if (x === 0n && amount === 0n) return undefined
    if (kind === 'clause') return [subject, x.toString()]
    if (kind === 'edge')
      return [...subject.split(' '), currency, ...object.split(' '), x.toString(), amount.toString()]
    return [subject, currency, String(Number(object)), textOf(Number(due)), amount.toString()]
  })
}

const timesRememberedMax = 4_096

/** Formats times. Lots of many payees are due at the same few instants. */
function rememberedTimes(): (time: Micros) => string {
  const texts = new Map<Micros, string>()
  return (time) => {
    const known = texts.get(time)
    if (known !== undefined) return known
    if (texts.size === timesRememberedMax) texts.clear()
    const text = formatTime(time)
    texts.set(time, text)
    return text
  }
}

/** The digest of corrections or postings where none counted so far: SHA-256 over those of 256 buckets without rows. */
export function digestOfNoRows(): string {
  const empty = createHash('sha256').update(Buffer.of(0)).digest()
  return createHash('sha256')
    .update(Buffer.concat(Array<Buffer>(256).fill(empty)))
    .digest('hex')
}

/** @param balances in the order of the digest, as all the others here */
export function digestBalances(balances: Iterable<BalanceStanding>): string {
  return balancesDigest().addAll(balances).hex()
}

/** Takes lines in the order of the digest, one at a time, so that no process holds all of them. */
class LinesDigest<Line> {
  readonly #fields: (line: Line) => readonly string[] | undefined
  readonly #hash: Hash = createHash('sha256')
  #block = ''

  constructor(fields: (line: Line) => readonly string[] | undefined) {
    this.#fields = fields
  }

  add(line: Line): void {
    const fields = this.#fields(line)
    if (fields === undefined) return
    // JSON.stringify of strings without lone surrogates is RFC 8785.
    this.#block += `${JSON.stringify(fields)}\n`
    if (this.#block.length >= blockLength) this.#flush()
  }

  addAll(lines: Iterable<Line>): this {
    for (const line of lines) this.add(line)
    return this
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
