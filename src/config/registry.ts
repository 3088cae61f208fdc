/** What a ledger asks of registry events that change money of earlier calls. */
import { z } from 'zod'
import { type Settings, wholeNumber } from './setting.ts'

export const registrySettings = {
  backdating: {
    name: 'HEADWATER_BACKDATING',
    schema: z.enum(['allow', 'report', 'refuse']),
    default: 'report',
    description:
      'What becomes of fees, releases, rates and accounts that reach back over recorded calls: allow takes them silently, report takes and lists them, refuse refuses them.',
  },
  accountNoticeHours: {
    name: 'HEADWATER_ACCOUNT_NOTICE',
    schema: wholeNumber(1, 8_760),
    description:
      'Hours from the binding of an account to the first close that may pay to it. Without it the next close pays.',
  },
} as const satisfies Settings
