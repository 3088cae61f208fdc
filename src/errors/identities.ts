/** The identity index. */
import type { Advices } from './advice.ts'

export const identitiesErrors = {
  'identities.unavailable': {
    retry: true,
    fix: 'Check the disk of the data folder (space, rights, health) and send the same again; nothing counts twice.',
  },
  'identities.damaged': {
    retry: true,
    fix: 'Start again: the identity index is derived from the logs and is rebuilt at the next start.',
  },
} as const satisfies Advices
