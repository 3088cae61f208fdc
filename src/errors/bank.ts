/** Payment files for banks. */
import type { Advices } from './advice.ts'

export const bankErrors = {
  'bank.detailsMalformed': {
    retry: false,
    fix: 'Fix the file of bank details as docs/statements.md describes it. Nothing was written.',
  },
  'bank.tooMuch': {
    retry: false,
    fix: 'Pay this by another way, or leave payees out of the bank details and pay them with another file. Nothing was written.',
  },
  'bank.nothing': {
    retry: false,
    fix: 'Look at `headwater balances`, and at the payees of the bank details. What is below the smallest coin is carried.',
  },
  'bank.fileExists': {
    retry: false,
    fix: 'These payments may be at the bank already. Where they were paid, take their events in and close; where they were not, remove both files and write them again: their ids are the same.',
  },
} as const satisfies Advices
