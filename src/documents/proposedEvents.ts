/**
 * The events that book what is paid outside Headwater, for an operator to send once it is paid. They have the end of the
 * epoch as their time, so that the next close books them, and the payee in their ids, so that taking them in again books
 * nothing twice.
 */
import type { DuePayment } from '../service/headwater.ts'

interface Paid {
  readonly source: string
  readonly epoch: number
  readonly until: string
  readonly currency: string
  readonly reference: string
}

export function paymentId(epoch: number, payee: string): string {
  return `paid/${epoch}/${payee}`
}

/** JSON lines: a payment of each payee, and a transfer where something is withheld. */
export function proposedEvents(
  payments: readonly DuePayment[],
  { source, epoch, until, currency, reference }: Paid,
): string {
  const common = { specversion: '1.0', source, time: until }
  const events = payments.flatMap(({ payee, amount, withheld, withheldFor }) => [
    {
      ...{ ...common, id: paymentId(epoch, payee), type: 'io.headwater.payment.recorded' },
      data: { payee, currency, amount, reference },
    },
    ...(withheldFor === undefined || withheld === '0'
      ? []
      : [
          {
            ...{ ...common, id: `withheld/${epoch}/${payee}`, type: 'io.headwater.transfer.recorded' },
            data: {
              ...{ from: payee, to: withheldFor, currency, amount: withheld },
              reason: `withheld, ${reference}`,
            },
          },
        ]),
  ])
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}
