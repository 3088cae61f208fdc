/** Amounts and shares, as texts. */
import type { Advices } from './advice.ts'

export const moneyErrors = {
  'amount.malformed': {
    retry: false,
    fix: 'Write amounts as decimal strings in major units: digits, optionally a point and digits, without sign or exponent.',
  },
  'amount.tooPrecise': { retry: false, fix: 'Use at most `decimals + 12` fraction digits of the currency.' },
  'amount.tooLarge': {
    retry: false,
    fix: 'Give an amount below 2^160 ledger units: split the call or posting, or leave out a cap that high.',
  },
  'amount.zero': { retry: false, fix: 'Give an amount above 0, or leave the field out.' },
  'share.malformed': {
    retry: false,
    fix: 'Write shares as decimal fractions with at most 9 fraction digits, e.g. "0.125".',
  },
  'share.outOfRange': {
    retry: false,
    fix: "Use a share above 0 and at most 1. Fees, costs, tiers, clauses' shares, reserves and withholdings may be 0; a withholding is below 1.",
  },
} as const satisfies Advices
