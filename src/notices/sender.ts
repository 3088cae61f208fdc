/**
 * Sends the notices of one webhook, one after the other in the order of the log. The next is sent when the one before is
 * settled: taken, or given up after the time of the notices file. A server that ends between an answer and the log sends
 * that notice again with the same id.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Webhook } from '../config/noticesFile.ts'
import type { EventStore } from '../eventstore/port.ts'
import { type Deliveries, openDeliveries } from './deliveries.ts'
import { type NoticeSource, noticesAfter } from './happenings.ts'
import { cloudEventOf, type Notice } from './notice.ts'
import { type Outcome, send } from './send.ts'

export interface SenderParts {
  readonly source: NoticeSource & { readonly events: EventStore }
  readonly newId: () => string
  readonly clock: () => Date
  /** From 0 to 1: spreads the attempts of many webhooks. */
  readonly random: () => number
  /** How often the log is looked at, and the pause after the first failed attempt; it doubles. */
  readonly pace: { readonly pollMs: number; readonly firstPauseMs: number }
  readonly onSettled?: ((notice: Notice, outcome: 'delivered' | 'givenUp', why?: string) => void) | undefined
  readonly onFailed?: ((notice: Notice, why: string) => void) | undefined
}

interface Sending {
  readonly name: string
  /** Of the CloudEvents. */
  readonly eventSource: string
  readonly webhook: Webhook
}

export const defaultPace = { pollMs: 1_000, firstPauseMs: 1_000 }
const pauseMsMax = 3_600_000

/** Runs until `stop`. @throws HeadwaterError `notices.overtaken` and as the log throws */
export async function runSender(parts: SenderParts, sending: Sending, stop: AbortSignal): Promise<void> {
  const { events } = parts.source
  const deliveries = openDeliveries(events, sending.name, parts.newId)
  let { place, failing } = await deliveries.stand()
  while (!stop.aborted) {
    const head = await events.head()
    for await (const notice of noticesAfter(parts.source, sending.webhook, place, head)) {
      const began = failing?.id === notice.id ? Date.parse(failing.since) : undefined
      await settle({ ...parts, ...sending, deliveries, stop }, notice, began)
      if (stop.aborted) return
    }
    // What is before the head is settled, so it is not read again.
    place = { position: head }
    await sleep(parts.pace.pollMs, undefined, { signal: stop }).catch(() => {})
    if (await deliveries.isMoved()) ({ place, failing } = await deliveries.stand())
  }
}

/** Tries until the receiver takes the notice, it is given up, or `stop`. @param began when the first attempt was made */
async function settle(
  parts: SenderParts & Sending & { readonly deliveries: Deliveries; readonly stop: AbortSignal },
  notice: Notice,
  began: number | undefined,
): Promise<void> {
  const { webhook, deliveries, clock, stop } = parts
  const body = cloudEventOf(notice, parts.eventSource)
  const since = began ?? clock().getTime()
  let known = began !== undefined
  for (let attempts = 1; ; attempts++) {
    const seconds = Math.floor(clock().getTime() / 1_000)
    const outcome = await send(webhook, { id: notice.id, body }, { seconds, stop })
    if (stop.aborted && !outcome.taken) return
    if (outcome.taken) {
      await deliveries.delivered(notice, attempts)
      return parts.onSettled?.(notice, 'delivered')
    }
    parts.onFailed?.(notice, outcome.why)
    if (clock().getTime() - since >= webhook.giveUpAfter) {
      await deliveries.givenUp(notice, attempts, outcome.why)
      return parts.onSettled?.(notice, 'givenUp', outcome.why)
    }
    // Once a notice: attempts go on for days.
    if (!known) await deliveries.failed(notice, outcome.why)
    known = true
    await sleep(pauseOf(outcome, attempts, parts), undefined, { signal: stop }).catch(() => {})
    if (stop.aborted) return
  }
}

/** It doubles, and is never shorter than the receiver asks for. */
function pauseOf(
  outcome: Outcome & { taken: false },
  attempts: number,
  { pace, random }: Pick<SenderParts, 'pace' | 'random'>,
): number {
  const doubled = Math.min(pace.firstPauseMs * 2 ** Math.min(attempts - 1, 20), pauseMsMax)
  return Math.max(outcome.retryAfterMs ?? 0, doubled * (0.75 + random() / 2))
}
