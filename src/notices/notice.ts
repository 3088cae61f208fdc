/** A notice: a CloudEvent about something that happened, sent to webhooks. */
import type { NoticeKind } from '../config/noticesFile.ts'

/**
 * Which of the notices about one event: its step, and the payee and the currency that it concerns. Notices about one event
 * are sent in the order of the step, then of payee and currency as UTF-8 bytes.
 */
export type Within = readonly [step: number, payee: string, currency: string]

export interface Notice {
  /** Unique in a ledger, and the same whenever the notice is sent. */
  readonly id: string
  readonly kind: NoticeKind
  /** Position in the log of the event that it is about. */
  readonly position: number
  readonly within: Within
  /** RFC 3339 in UTC: when that event was recorded. */
  readonly time: string
  readonly data: Readonly<Record<string, unknown>>
}

/** As a CloudEvent in structured mode. The same notice gives the same bytes. */
export function cloudEventOf({ id, kind, time, data }: Notice, source: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type: `io.headwater.notice.${kind}`,
    time,
    datacontenttype: 'application/json',
    data,
  })
}
