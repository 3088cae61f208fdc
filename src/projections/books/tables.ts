/** The tables of an epoch's books: conversion of lines to columns, and of rows to lines. */
import type {
  BalanceLine,
  CallSumLine,
  EarningLine,
  PayoutLine,
  VersionFlowLine,
} from '../../settlement/books.ts'
import { amounts, type InputColumn, strings } from '../engine/columns.ts'
import type { RowReader } from '../engine/rowBinary.ts'

/** A table of lines. Its key is its order within an epoch; no two lines of an epoch have the same key. */
export interface BookTable<Line> {
  readonly name: string
  readonly texts: readonly (keyof Line & string)[]
  readonly amounts: readonly (keyof Line & string)[]
  /** The sorting key after epoch and attempt; all texts. */
  readonly key: readonly (keyof Line & string)[]
}

const balances: BookTable<BalanceLine> = {
  name: 'balances',
  texts: ['payee', 'currency', 'account'],
  amounts: ['earned', 'late', 'paid', 'carried'],
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
  amounts: ['amount'],
  key: ['payee', 'currency', 'asset', 'version', 'role'],
}

const flows: BookTable<VersionFlowLine> = {
  name: 'flows',
  texts: ['asset', 'version', 'currency'],
  amounts: ['direct', 'fee', 'relativeIn', 'absoluteIn', 'relativeOut', 'absoluteOut', 'retained'],
  key: ['asset', 'version', 'currency'],
}

const callSums: BookTable<CallSumLine> = {
  name: 'callSums',
  texts: ['asset', 'version', 'currency'],
  amounts: ['calls', 'amount'],
  key: ['asset', 'version', 'currency'],
}

export const books = { balances, payouts, earnings, flows, callSums }

export function toColumns<Line>(table: BookTable<Line>, lines: readonly Line[]): InputColumn[] {
  return [
    ...table.texts.map((name) =>
      strings(
        name,
        lines.map((line) => line[name] as string),
      ),
    ),
    ...table.amounts.map((name) =>
      amounts(
        name,
        lines.map((line) => line[name] as bigint),
      ),
    ),
  ]
}

export function selectList<Line>(table: BookTable<Line>): string {
  return [...table.texts, ...table.amounts].join(', ')
}

export function readLine<Line>(table: BookTable<Line>): (row: RowReader) => Line {
  return (row) => {
    const line: Record<string, string | bigint> = {}
    for (const name of table.texts) line[name] = row.text()
    for (const name of table.amounts) line[name] = row.uint256()
    return line as Line
  }
}
