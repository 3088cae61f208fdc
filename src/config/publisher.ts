/** The key with which roots are published. It comes from a keystore or from the environment, never from an option. */
import { z } from 'zod'
import type { Faults, Settings, ValuesOf } from './setting.ts'

export const publisherSettings = {
  keystore: {
    name: 'HEADWATER_PUBLISHER_KEYSTORE',
    schema: z.string().min(1),
    description:
      'File with the encrypted key that signs what `publish` sends: Web3 Secret Storage, version 3, as geth and Foundry write it.',
  },
  password: {
    name: 'HEADWATER_PUBLISHER_PASSWORD',
    schema: z.string().min(1).max(1_024),
    description: 'Password of that keystore.',
    secret: true,
  },
  passwordFile: {
    name: 'HEADWATER_PUBLISHER_PASSWORD_FILE',
    schema: z.string().min(1),
    description: 'File with the password, instead of HEADWATER_PUBLISHER_PASSWORD.',
  },
  key: {
    name: 'HEADWATER_PUBLISHER_KEY',
    schema: z.string().regex(/^(?:0x)?(?!0{64})[0-9a-fA-F]{64}$/, 'must be a private key: 64 hex digits'),
    description: 'The private key itself, instead of a keystore. For tests, or from a store of secrets.',
    secret: true,
  },
} as const satisfies Settings

export function readPublisher(given: ValuesOf<typeof publisherSettings>, faults: Faults) {
  if (given.key !== undefined && given.keystore !== undefined)
    faults.push('HEADWATER_PUBLISHER_KEY and HEADWATER_PUBLISHER_KEYSTORE: set one of them, not both')
  if (given.password !== undefined && given.passwordFile !== undefined)
    faults.push(
      'HEADWATER_PUBLISHER_PASSWORD and HEADWATER_PUBLISHER_PASSWORD_FILE: set one of them, not both',
    )
  return given
}
