/** Postings: amounts that move between payees or to and from the ledger, without a call. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import type { ByteWriter } from './byteWriter.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import type { Tidy } from './tidy.ts'

export const transferRecorded = defineEvent({
  schema: z
    .object(
      {
        from: field.payee,
        to: field.payee,
        currency: field.currency,
        amount: field.price,
        reason: optional(field.text),
      },
      notObject,
    )
    .describe('An amount that moves from the balance of a payee to that of another.'),
  check: ({ from, to }) => {
    if (from === to) {
      fail('transfer.samePayee', `The transfer is from ${JSON.stringify(from)} to the same payee.`, {
        path: '/data/to',
      })
    }
  },
  content: (bytes, { from, to, currency, amount, reason }) =>
    bytes.texts(from, to, currency, amount.text, reason),
})

export const paymentRecorded = defineEvent({
  schema: ofOnePayee('A payment to a payee that was made elsewhere: it is taken from the balance.'),
  content: writeOfOnePayee,
})

export const depositRecorded = defineEvent({
  schema: ofOnePayee('An amount that a payee paid in: it is added to the balance.'),
  content: writeOfOnePayee,
})

function ofOnePayee(description: string) {
  return z
    .object(
      {
        payee: field.payee,
        currency: field.currency,
        amount: field.price,
        reference: optional(field.text),
      },
      notObject,
    )
    .describe(description)
}

type OfOnePayee = Tidy<z.output<ReturnType<typeof ofOnePayee>>>

function writeOfOnePayee(bytes: ByteWriter, { payee, currency, amount, reference }: OfOnePayee): void {
  bytes.texts(payee, currency, amount.text, reference)
}
