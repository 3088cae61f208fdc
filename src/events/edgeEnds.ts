/**
 * What an edge may have besides its terms: the instant at which it ends, and caps of what it carries. Both came after the
 * terms of edgeTerms.ts, and most edges have neither.
 */
import { z } from 'zod'
import { amountText, timeText } from '../base/answers.ts'
import { fail } from '../errors.ts'
import type { ByteWriter } from './byteWriter.ts'
import { optional, parsed } from './coded.ts'
import { notList, notObject } from './definition.ts'
import * as field from './fields.ts'
import type { CurrencyCode } from './ids.ts'
import { formatTime, type Micros } from './time.ts'

const dayMicros = 86_400_000_000

const day = parsed(field.time, (time): Micros => {
  if (time % dayMicros !== 0) {
    fail('release.untilNotDay', `The edge ends at ${formatTime(time)}, which is not 00:00 UTC of a day.`)
  }
  return time
})

/** Fields of a zod object. */
export const edgeEndSchemas = {
  until: optional(day),
  caps: optional(
    z.array(z.object({ currency: field.currency, amount: field.positiveAmount }, notObject), notList),
  ),
} as const

/** Fields of a zod object of an answer. */
export const edgeEndAnswers = {
  until: timeText.optional().describe('The edge carries nothing of calls from then on'),
  caps: z
    .array(z.object({ currency: z.string(), amount: amountText }))
    .optional()
    .describe('What the edge carries at most, over all epochs'),
} as const

/** As an event gives them. */
export interface WrittenEdgeEnds {
  readonly until?: Micros
  readonly caps?: readonly { readonly currency: CurrencyCode; readonly amount: field.WrittenAmount }[]
}

/** @throws HeadwaterError `release.capsOfAbsolute`, `release.capTwice` */
export function checkEdgeEnds({ caps = [] }: WrittenEdgeEnds, isRelative: boolean, path: string): void {
  if (caps.length > 0 && !isRelative)
    fail('release.capsOfAbsolute', 'Only a relative edge has caps.', { path: `${path}/caps` })
  const seen = new Set<CurrencyCode>()
  caps.forEach(({ currency }, index) => {
    if (seen.has(currency)) {
      fail('release.capTwice', `The edge has two caps in ${currency}.`, {
        path: `${path}/caps/${index}/currency`,
      })
    }
    seen.add(currency)
  })
}

/** Writes their part of a content, which is nothing for an edge that has neither. */
export function writeEdgeEnds(bytes: ByteWriter, { until, caps = [] }: WrittenEdgeEnds, path: string): void {
  bytes.later(`${path}/until`, until === undefined ? undefined : formatTime(until))
  caps.forEach(({ currency, amount }, index) => {
    bytes.later(`${path}/caps/${index}/currency`, currency)
    bytes.later(`${path}/caps/${index}/amount`, amount.text)
  })
}
