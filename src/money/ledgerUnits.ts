/** Exact money: integer ledger units inside, decimal strings in major units on every wire. */
import { Decimal } from 'decimal.js'
import type { Brand } from '../brand.ts'
import { fail } from '../errors.ts'
import { floorDiv } from './division.ts'

/** Ledger units: 10^-12 of a currency's smallest coin (its atom). Below 0 only where corrections made them so. */
export type LedgerUnits = Brand<bigint, 'LedgerUnits'>

/** 1 atom = 10^12 ledger units. */
export const ledgerDigits = 12
export const ledgerUnitsPerAtom = 10n ** BigInt(ledgerDigits)
/** Amounts, given or priced, stay below this. */
export const amountLimit = 1n << 160n
/** Sums of amounts stay below this: they fit 256 bits. */
export const sumLimit = 1n << 256n
/** Fraction digits that a currency's major unit may have. */
export const currencyDecimalsMax = 24

export const zeroLedgerUnits = 0n as LedgerUnits

/** A currency's smallest coins, whole ones: what a chain pays. */
export type Atoms = Brand<bigint, 'Atoms'>

/** A bigint that the engines computed from ledger units: a sum, a share, a difference. */
export function ledgerUnits(value: bigint): LedgerUnits {
  return value as LedgerUnits
}

/** The same for several amounts. */
export function allLedgerUnits<Name extends string>(
  amounts: Readonly<Record<Name, bigint>>,
): Readonly<Record<Name, LedgerUnits>> {
  return amounts as Readonly<Record<Name, LedgerUnits>>
}

export function plus(left: LedgerUnits, right: LedgerUnits): LedgerUnits {
  return (left + right) as LedgerUnits
}

export function minus(left: LedgerUnits, right: LedgerUnits): LedgerUnits {
  return (left - right) as LedgerUnits
}

/** The whole atoms in an amount: floor(units / 10^12), towards −∞. */
export function wholeAtoms(units: LedgerUnits): Atoms {
  return floorDiv(units, ledgerUnitsPerAtom) as Atoms
}

export function atomsInUnits(atoms: Atoms): LedgerUnits {
  return (atoms * ledgerUnitsPerAtom) as LedgerUnits
}

export function addAtoms(left: Atoms, right: Atoms): Atoms {
  return (left + right) as Atoms
}

/** Atoms that a store returned. */
export function storedAtoms(value: bigint): Atoms {
  return value as Atoms
}

const amountPattern = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

/** Whether `text` has the form of an amount. The number of its digits is judged with its currency. */
export function isAmountText(text: string): boolean {
  return amountPattern.test(text)
}

/** The same number without trailing zeros. Two amounts are the same content if and only if these are equal. */
export function normaliseAmountText(text: string): string {
  if (!text.includes('.')) return text
  // A loop: the obvious pattern, /\.?0+$/, takes quadratic time on long runs of zeros.
  let end = text.length
  while (text[end - 1] === '0') end--
  if (text[end - 1] === '.') end--
  return text.slice(0, end)
}

// decimal.js computes prices. The precision is enough for every product of an amount below 2^160 LU.
const Exact = Decimal.clone({
  precision: 1_200,
  rounding: Decimal.ROUND_DOWN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
})

/**
 * Parses major units to ledger units: `"1.5"` with 6 decimals is 1.5 × 10^18 LU. An amount that is not exact is
 * refused.
 * @throws HeadwaterError `amount.malformed`, `amount.tooPrecise` (digits are counted as written), `amount.tooLarge`
 */
export function parseAmount(text: string, decimals: number, path?: string): LedgerUnits {
  const units = parseScaled(text, decimals + ledgerDigits, path)
  if (units >= amountLimit) {
    fail('amount.tooLarge', `The amount ${clip(text)} is 2^160 ledger units or more.`, at(path))
  }
  return units as LedgerUnits
}

/** `text` × 10^`digits` as an exact integer; at most `digits` fraction digits as written. */
export function parseScaled(text: string, digits: number, path?: string): bigint {
  if (!isAmountText(text)) {
    fail('amount.malformed', `${JSON.stringify(clip(text))} is not a decimal amount.`, at(path))
  }
  const point = text.indexOf('.')
  const fractionDigits = point < 0 ? 0 : text.length - point - 1
  if (fractionDigits > digits) {
    fail(
      'amount.tooPrecise',
      `${clip(text)} has ${fractionDigits} fraction digits; at most ${digits} are exact here.`,
      at(path),
    )
  }
  return BigInt(new Exact(text).times(new Exact(10).pow(digits)).toFixed(0))
}

/** Formats ledger units as major units, with all their digits and no trailing zeros; zero is `"0"`, less is `"-0.5"`. */
export function formatAmount(units: LedgerUnits, decimals: number): string {
  if (units < 0n) return `-${formatAmount(-units as LedgerUnits, decimals)}`
  const digits = decimals + ledgerDigits
  const padded = units.toString().padStart(digits + 1, '0')
  const whole = padded.slice(0, -digits)
  const fraction = padded.slice(-digits).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}

function clip(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64)}…` : text
}

function at(path: string | undefined): { path?: string } {
  return path === undefined ? {} : { path }
}
