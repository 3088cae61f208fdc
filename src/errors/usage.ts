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
  'query.refused': {
    retry: false,
    fix: 'Write one SELECT of the tables of docs/usage-store.md, with functions for texts, numbers and times.',
  },
  'query.malformed': {
    retry: false,
    fix: 'Fix the SQL: the message has the words of ClickHouse. docs/usage-store.md has the tables and their columns.',
  },
  'query.tooLarge': {
    retry: false,
    fix: 'Ask for less: sum or count in the query, add LIMIT, or restrict times and assets. docs/lists.md has the limits.',
  },
  'query.busy': {
    retry: true,
    fix: 'Wait until a running query has ended; none takes longer than 30 seconds.',
  },
  'data.migrationChanged': {
    retry: false,
    fix: 'A build with other schema changes created the folder. Use that build, or a released version.',
  },
} as const satisfies Advices
