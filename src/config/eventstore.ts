/** The KurrentDB server that stores the log. */
import { z } from 'zod'
import type { Settings, ValuesOf } from './setting.ts'

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
      'Keep the events in this KurrentDB instead of the data folder. A password is safer here than in the option.',
    option: '--eventstore',
  },
} as const satisfies Settings

/** Undefined if the log is in the data folder. */
export function readEventStore({ url }: ValuesOf<typeof eventstoreSettings>) {
  return url === undefined ? undefined : { url }
}
