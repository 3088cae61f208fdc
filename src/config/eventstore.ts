/** The KurrentDB server that stores the log. */
import { z } from 'zod'
import type { Faults, Settings, ValuesOf } from './setting.ts'

export const eventstoreSettings = {
  url: {
    name: 'HEADWATER_EVENTSTORE_URL',
    schema: z
      .string()
      .max(2_048)
      .regex(
        /^kurrentdb(\+discover)?:\/\/\S+$/,
        'must be a connection string kurrentdb://host:port?tls=true',
      ),
    description:
      'Keep the events in this KurrentDB instead of the data folder. The string may contain user and password here, but not in the option.',
    option: '--eventstore',
  },
} as const satisfies Settings

/** Undefined if the log is in the data folder. */
export function readEventStore(
  { url }: ValuesOf<typeof eventstoreSettings>,
  isOption: boolean,
  faults: Faults,
) {
  if (url === undefined) return undefined
  // A password may have any character, so the last @ ends it. Other users see options.
  if (isOption && url.includes('@')) {
    faults.push(
      '--eventstore: leave user and password out; give the whole string in HEADWATER_EVENTSTORE_URL',
    )
  }
  return { url }
}
