/** What a ledger asks of closes. */
import { z } from 'zod'
import { type Settings, wholeNumber } from './setting.ts'

export const settlementSettings = {
  closeAheadHoursMax: {
    name: 'HEADWATER_CLOSE_AHEAD_MAX',
    schema: wholeNumber(1, 87_600),
    description:
      'Hours that an epoch may end after the newest recorded call or registry event. A close that would end later is refused unless it is asked for with --ahead. Without the setting it only warns, from two days on.',
  },
  signingKeyFile: {
    name: 'HEADWATER_SIGNING_KEY_FILE',
    schema: z.string().min(1),
    description:
      'File with an Ed25519 private key in PEM (PKCS #8), which signs the manifest of each close. Only its public key is in the log and in answers.',
  },
} as const satisfies Settings
