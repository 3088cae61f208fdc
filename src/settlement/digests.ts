/**
 * Digests of the books that a manifest commits to. An outsider recomputes them with a dozen lines of any language: each line
 * is a JSON array of strings (RFC 8785) followed by a newline, lines ascending by their leading fields as UTF-8 bytes,
 * SHA-256 over all of it.
 */
import { createHash, type Hash } from 'node:crypto'
import { compareUtf8 } from '../base/utf8.ts'
import { formatTime, type Micros } from '../events/time.ts'
import type { BalanceStanding, CallSumLine, PayoutLine } from './books.ts'
import type { PayeeLots } from './lots.ts'
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
  readonly #text = new TextDigest()
  readonly #timeOf = rememberedTimes()

  add({ payee, currency, rows, from, to }: PayeeLots): void {
    const start = JSON.stringify([payee, currency]).slice(0, -1)
    // An epoch, an instant and an amount have no character that JSON escapes.
    for (let row = from; row < to; row++) {
      const due = this.#timeOf(rows.due(row))
      this.#text.add(`${start},"${rows.epoch(row)}","${due}","${rows.left.get(row)}"]\n`)
    }
  }

  hex(): string {
    return this.#text.hex()
  }
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
