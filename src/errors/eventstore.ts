/** The event store, embedded or KurrentDB. */
import type { Advices } from './advice.ts'

export const eventstoreErrors = {
  'eventstore.wrongRevision': {
    retry: true,
    fix: 'Another writer recorded first. Read what it recorded, decide again, and append after it.',
  },
  'eventstore.unavailable': {
    retry: true,
    fix: 'Check the disk of the data folder (space, rights, health), or that KurrentDB runs and is reachable. Then send the same again; nothing counts twice.',
  },
  'eventstore.refused': {
    retry: false,
    fix: 'Read what KurrentDB answered. Check the rights of the user, its version (25.1 or newer), and its limit on the size of an append.',
  },
  'eventstore.clientMissing': {
    retry: false,
    fix: 'Install the client with `npm ci` on this machine; docs/dependencies.md explains the package `@kurrent/kurrentdb-client`. Or leave `--eventstore` out.',
  },
  'eventstore.other': {
    retry: false,
    fix: 'Give the event store that the data folder belongs to, or give another data folder.',
  },
} as const satisfies Advices
