/** What a ledger asks of closes. */
import { type Settings, wholeNumber } from './setting.ts'

export const settlementSettings = {
  closeAheadHoursMax: {
    name: 'HEADWATER_CLOSE_AHEAD_MAX',
    schema: wholeNumber(1, 87_600),
    description:
      'Hours that an epoch may end after the newest recorded call or registry event. A close that would end later is refused unless it is asked for with --ahead. Without the setting it only warns, from two days on.',
  },
} as const satisfies Settings
