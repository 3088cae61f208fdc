/** The log: the embedded one and KurrentDB. */
import type { Advices } from './advice.ts'

export const eventstoreErrors = {
  'eventstore.wrongRevision': {
    retry: true,
    fix: 'Another writer was first: read what it recorded, decide again, and append after it.',
  },
  'eventstore.unavailable': {
    retry: true,
    fix: 'Check the disk of the data folder (space, rights, health), or that KurrentDB runs and can be reached, and send the same again; nothing counts twice.',
  },
  'eventstore.refused': {
    retry: false,
    fix: 'Read what KurrentDB says: the rights of the user, its version (25.1 or newer), its limit on the size of an append.',
  },
  'eventstore.clientMissing': {
    retry: false,
    fix: 'Install it with `npm ci`, for this machine: docs/dependencies.md tells of the package `@kurrent/kurrentdb-client`. Or leave `--eventstore` out.',
  },
  'eventstore.other': {
    retry: false,
    fix: 'Name the event store that the data folder belongs to, or another data folder.',
  },
  'snapshot.unreadable': {
    retry: false,
    fix: 'Nothing is lost: the registry is rebuilt from its events at the next start.',
  },
} as const satisfies Advices
