/** The identity index. */
import type { Advices } from './advice.ts'

export const identitiesErrors = {
  'identities.unavailable': {
    retry: true,
    fix: 'Check the disk of the data folder (space, rights, health), then send the same again; nothing counts twice.',
  },
  'identities.damaged': {
    retry: true,
    fix: 'Start again. Every start rebuilds a damaged identity index from the logs.',
  },
} as const satisfies Advices
