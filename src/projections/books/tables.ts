/** The tables of an epoch's books, and conversion of rows to lines. */
import type {
  BalanceLine,
  CallSumLine,
  EarningLine,
  PayoutLine,
  TakeLine,
  VersionFlowLine,
} from '../../books/port.ts'
import type { StateLine } from '../../books/stateLine.ts'
import type { RowReader } from '../engine/rowBinary.ts'

/** A table of lines. Its key is its order within an epoch; no two lines of an epoch have the same key. */
export interface BookTable<Line> {
  readonly name: string
  readonly texts: readonly (keyof Line & string)[]
  readonly amounts: readonly (keyof Line & string)[]
  /** Amounts that may be below 0. */
  readonly signed?: readonly (keyof Line & string)[]
  /** Of those: which a ledger without contracts has as 0 in every line, so they are not sent. */
  readonly contractual?: readonly (keyof Line & string)[]
  /** The sorting key after epoch and attempt; all texts. */
  readonly key: readonly (keyof Line & string)[]
}

const balances: BookTable<BalanceLine> = {
  name: 'balances',
  texts: ['payee', 'currency', 'account'],
  amounts: ['paid'],
  signed: ['earned', 'late', 'carried', 'adjusted', 'received', 'diverted', 'posted', 'withheld', 'reserved'],
  contractual: ['adjusted', 'received', 'diverted', 'posted', 'withheld', 'reserved'],
  key: ['payee', 'currency'],
}

const payouts: BookTable<PayoutLine> = {
  name: 'payouts',
  texts: ['chain', 'account', 'token'],
  amounts: ['cumulative'],
  key: ['chain', 'account', 'token'],
}

const earnings: BookTable<EarningLine> = {
  name: 'earnings',
  texts: ['payee', 'currency', 'asset', 'version', 'role'],
  amounts: [],
  signed: ['amount'],
  key: ['payee', 'currency', 'asset', 'version', 'role'],
}

const flows: BookTable<VersionFlowLine> = {
  name: 'flows',
  texts: ['asset', 'version', 'currency'],
  amounts: [],
  contractual: ['cost'],
  signed: ['direct', 'fee', 'cost', 'relativeIn', 'absoluteIn', 'relativeOut', 'absoluteOut', 'retained'],
  key: ['asset', 'version', 'currency'],
}

const callSums: BookTable<CallSumLine> = {
  name: 'callSums',
  texts: ['asset', 'version', 'currency'],
  amounts: ['calls', 'amount'],
  key: ['asset', 'version', 'currency'],
}

const states: BookTable<StateLine> = {
  name: 'states',
  texts: ['kind', 'subject', 'currency', 'object'],
  amounts: ['due'],
  signed: ['x', 'amount'],
  key: ['kind', 'subject', 'currency', 'object'],
}

const takes: BookTable<TakeLine> = {
  name: 'takes',
  texts: ['clause', 'payee', 'to', 'currency', 'asset', 'role'],
  amounts: [],
  signed: ['amount'],
  key: ['clause', 'asset', 'role'],
}

export const books = { balances, payouts, earnings, flows, callSums, states, takes }

export function selectList<Line>(table: BookTable<Line>): string {
  return [...table.texts, ...table.amounts, ...(table.signed ?? [])].join(', ')
}

export function readLine<Line>(table: BookTable<Line>): (row: RowReader) => Line {
  return (row) => {
    const line: Record<string, string | bigint> = {}
    for (const name of table.texts) line[name] = row.text()
    for (const name of table.amounts) line[name] = row.uint256()
    for (const name of table.signed ?? []) line[name] = row.int256()
    return line as Line
  }
}
