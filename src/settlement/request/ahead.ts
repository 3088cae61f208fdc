/**
 * How far `until` is after everything that is recorded. A clock that is ahead would close an epoch that ends in the
 * future, and then no epoch could end before it. The comparison uses times in the log and the rows, and no clock.
 */
import { fail } from '../../errors.ts'
import type { Micros } from '../../events/time.ts'
import { formatTime } from '../../events/time.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { streams } from '../../log/streams.ts'
import { factFromRecorded } from '../../registry/index.ts'
import type { Checkpoint, UsageReader, UsageScope } from '../../usage/reader.ts'
import type { CloseWarning } from './warning.ts'

const microsPerHour = 3_600_000_000
/** Hours from which on a close warns. */
const warnedHours = 48

/** The later of the newest call and the last registry event, and how long `until` is after it. */
export interface Ahead {
  readonly newest: Micros
  readonly until: Micros
}

/**
 * Compares with the last registry event, and looks at calls only where that is long before `until`.
 * @param registryRevision of the last registry event that counts; -1: none
 * @returns undefined where nothing is recorded
 */
export async function measureAhead(
  { events, usage }: { readonly events: EventStore; readonly usage: UsageReader },
  {
    until,
    scope,
    registryRevision,
    checkpoint,
  }: {
    readonly until: Micros
    readonly scope: UsageScope
    readonly registryRevision: number
    readonly checkpoint?: Checkpoint | undefined
  },
): Promise<Ahead | undefined> {
  const registered = await registryTime(events, registryRevision)
  // The smallest setting is one hour.
  if (registered !== undefined && until - registered <= microsPerHour) return { newest: registered, until }
  const called = await usage.newestTime(scope, checkpoint)
  if (registered === undefined && called === undefined) return undefined
  return { newest: Math.max(registered ?? 0, called ?? 0), until }
}

/** @param hoursMax the setting; @throws HeadwaterError `close.tooFarAhead` */
export function requireNotAhead(ahead: Ahead | undefined, hoursMax: number | undefined): void {
  if (ahead === undefined || !isAhead(ahead, hoursMax)) return
  fail('close.tooFarAhead', `${describe(ahead)} The limit is ${hoursMax} hours.`, {
    data: { until: formatTime(ahead.until), newest: formatTime(ahead.newest) },
  })
}

/** @param hoursMax the setting */
export function warnAhead(ahead: Ahead | undefined, hoursMax: number | undefined): CloseWarning[] {
  if (ahead === undefined) return []
  const refused = isAhead(ahead, hoursMax)
  if (!refused && !isAhead(ahead, warnedHours)) return []
  const limit = refused ? ` A close refuses this without \`--ahead\`: the limit is ${hoursMax} hours.` : ''
  return [
    {
      code: 'untilFarAhead',
      message: `${describe(ahead)} Check the clock, and whether events are still to come: no later epoch can end before it.${limit}`,
    },
  ]
}

function isAhead({ until, newest }: Ahead, hours: number | undefined): boolean {
  return hours !== undefined && until - newest > hours * microsPerHour
}

function describe({ until, newest }: Ahead): string {
  const hours = Math.floor((until - newest) / microsPerHour)
  const far = hours < 2 * warnedHours ? `${hours} hours` : `${Math.floor(hours / 24)} days`
  return `The epoch would end at ${formatTime(until)}, ${far} after the newest call and the last registry event (${formatTime(newest)}).`
}

async function registryTime(events: EventStore, revision: number): Promise<Micros | undefined> {
  if (revision < 0) return undefined
  for await (const { type, data } of events.readStream(streams.registry, { from: revision, limit: 1 }))
    return factFromRecorded(type, data).time
  return undefined
}
