/** The store of usage rows and books. */
import type { Advices } from './advice.ts'

export const usageErrors = {
  'usage.unavailable': {
    retry: true,
    fix: 'The engine under the usage rows failed; its words are in the message. Try again; `headwater doctor` checks the folder.',
  },
  'usage.elsewhere': {
    retry: false,
    fix: 'A folder keeps the usage store that it began with: set HEADWATER_CLICKHOUSE_URL (`--clickhouse`) if it began on a server, leave it out if not.',
  },
  'usage.otherLedger': {
    retry: false,
    fix: 'Give every data folder a database of its own, or restore the folder that this one belongs to.',
  },
  'data.migrationChanged': {
    retry: false,
    fix: 'The folder was made by a build whose schema changes read otherwise. Use that build, or a released version.',
  },
} as const satisfies Advices
