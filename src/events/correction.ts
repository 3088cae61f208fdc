/** Corrections of calls: refunds, disputes, and the closing of disputes. What they name may come later. */
import { z } from 'zod'
import type { ByteWriter } from './byteWriter.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import { bothOrNeither } from './rules.ts'

/** An event of the calls' space of identities, by its names. */
export interface EventNames {
  readonly source: string
  readonly id: string
}

const names = z.object({ source: field.text, id: field.text }, notObject)

export const callRefunded = defineEvent({
  schema: z
    .object(
      {
        call: names,
        amount: optional(field.price),
        currency: optional(field.currency),
        reason: optional(field.text),
      },
      notObject,
    )
    .describe(
      'A refund of a call, as a whole or of an amount. amount and currency: both or neither; with neither, the refund is of what other refunds leave.',
    ),
  check: (data) => bothOrNeither(data, 'amount', 'currency'),
  content: (bytes, { call, amount, currency, reason }) => {
    writeNames(bytes, call)
    bytes.texts(amount?.text, currency, reason)
  },
})

export const callDisputed = defineEvent({
  schema: z
    .object({ call: names, reason: optional(field.text) }, notObject)
    .describe('A dispute of a call, which counts nothing until the dispute is closed.'),
  content: (bytes, { call, reason }) => {
    writeNames(bytes, call)
    bytes.text(reason)
  },
})

export const disputeClosed = defineEvent({
  schema: z
    .object({ dispute: names }, notObject)
    .describe(
      'The end of a dispute, named by its call.disputed event. A lost dispute is refunded, then closed.',
    ),
  content: (bytes, { dispute }) => writeNames(bytes, dispute),
})

function writeNames(bytes: ByteWriter, { source, id }: EventNames): void {
  bytes.texts(source, id)
}
