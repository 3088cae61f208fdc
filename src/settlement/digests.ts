/**
 * Digests of the books that a manifest commits to. An outsider recomputes them with a dozen lines of any language: each line
 * is a JSON array of strings (RFC 8785) followed by a newline, lines ascending by their leading fields as UTF-8 bytes,
 * SHA-256 over all of it.
 */
import { createHash, type Hash } from 'node:crypto'
import { compareUtf8 } from '../base/utf8.ts'
import type { BalanceStanding, PayoutLine } from './books.ts'

/** Lines `["payee","currency","balance"]`, balance in ledger units, above zero only, by payee, then currency. */
export function digestBalances(balances: readonly BalanceStanding[]): string {
  const lines = sortByPayee(balances.filter((line) => line.balance > 0n))
  return digestLines(lines, (line) => [line.payee, line.currency, line.balance.toString()])
}

/** Lines `["chain","account","token","cumulative"]`, cumulative in atoms, above zero only, in that order of fields. */
export function digestPayouts(payouts: readonly PayoutLine[]): string {
  const lines = payouts.filter((line) => line.cumulative > 0n).sort(byChainAccountAndToken)
  return digestLines(lines, (line) => [line.chain, line.account, line.token, line.cumulative.toString()])
}

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

const blockLines = 1_000

function digestLines<Line>(lines: readonly Line[], fields: (line: Line) => string[]): string {
  const hash: Hash = createHash('sha256')
  for (let start = 0; start < lines.length; start += blockLines) {
    let block = ''
    // JSON.stringify of strings without lone surrogates is RFC 8785.
    for (const line of lines.slice(start, start + blockLines)) block += `${JSON.stringify(fields(line))}\n`
    hash.update(block, 'utf8')
  }
  return hash.digest('hex')
}
