/** Amounts and shares as they are written. */
import type { Advices } from './advice.ts'

export const moneyErrors = {
  'amount.malformed': {
    retry: false,
    fix: 'Write amounts as decimal strings in major units: digits, perhaps a point and digits; no sign, no exponent.',
  },
  'amount.tooPrecise': { retry: false, fix: 'Use at most `decimals + 12` fraction digits of the currency.' },
  'amount.tooLarge': { retry: false, fix: 'Amounts must stay below 2^160 ledger units; split the call.' },
  'share.malformed': {
    retry: false,
    fix: 'Write shares as decimal fractions with at most 9 fraction digits, e.g. "0.125".',
  },
  'share.outOfRange': { retry: false, fix: 'A share is above 0 and at most 1; a fee may be 0.' },
} as const satisfies Advices
