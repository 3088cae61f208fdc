/** The store of usage rows and books. */
import type { Advices } from './advice.ts'

export const usageErrors = {
  'usage.unavailable': {
    retry: true,
    fix: 'The engine that stores the usage rows failed; the message contains its answer. Try again. `headwater doctor` checks the folder.',
  },
  'usage.elsewhere': {
    retry: false,
    fix: 'A folder keeps the usage store that it began with. Set HEADWATER_CLICKHOUSE_URL (`--clickhouse`) if that is on a server, and leave it out if not.',
  },
  'usage.otherLedger': {
    retry: false,
    fix: 'Give every data folder a database of its own, or restore the folder that this database belongs to.',
  },
  'data.migrationChanged': {
    retry: false,
    fix: 'A build with other schema changes created the folder. Use that build, or a released version.',
  },
} as const satisfies Advices
