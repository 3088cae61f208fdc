/** Follows the log by a subscription, and subscribes again after the last event that was given when one breaks. */
import { setTimeout as wait } from 'node:timers/promises'
import { type AllStreamSubscription, START, streamNameFilter } from '@kurrent/kurrentdb-client'
import type { Position, RecordedEvent } from '../port.ts'
import { isUnavailable, translate } from './errors.ts'
import type { View } from './read.ts'
import { fromPosition, toRecordedEvent } from './records.ts'
import { retryDelaysMs } from './retry.ts'

/** @throws HeadwaterError `eventstore.unavailable` where several subscriptions in a row bring nothing */
export async function* followEvents(
  view: View,
  after: Position,
  signal: AbortSignal,
): AsyncGenerator<RecordedEvent> {
  let position = after
  let failures = 0
  while (!signal.aborted) {
    try {
      for await (const event of subscribed(view, position, signal)) {
        // Said to begin after the position; an event is never given twice, whatever the server does.
        if (event.position <= position) continue
        yield event
        if (signal.aborted) return
        position = event.position
        failures = 0
      }
    } catch (error) {
      if (signal.aborted) return
      const translated = translate(error)
      if (!isUnavailable(translated) || failures >= retryDelaysMs.length) throw translated
    }
    if (!signal.aborted) await pause(retryDelaysMs[failures++] ?? 0, signal)
  }
}

async function* subscribed(
  { client, prefix }: View,
  position: Position,
  signal: AbortSignal,
): AsyncGenerator<RecordedEvent> {
  const subscription = client.subscribeToAll({
    fromPosition: position === 0 ? START : fromPosition(position),
    filter: streamNameFilter({ prefixes: [prefix] }),
    requiresLeader: true,
  })
  // The client reports some failures after the reader has gone; without a listener they would end the process.
  subscription.on('error', () => {})
  const stop = (): void => end(subscription)
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const { event } of subscription as AsyncIterable<{ event?: RecordOf }>) {
      if (event !== undefined) yield toRecordedEvent(event, prefix)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

type RecordOf = Parameters<typeof toRecordedEvent>[0]

function end(subscription: AllStreamSubscription): void {
  subscription.unsubscribe().catch(() => {})
  subscription.destroy()
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {})
}
