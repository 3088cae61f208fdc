/** What ends the wait of a balance: for each reason a sentence that says why, and the step that helps. */

type Reason =
  | 'noToken'
  | 'noAccount'
  | 'accountNotice'
  | 'belowAtom'
  | 'owed'
  | 'reserved'
  | 'payeeHeld'
  | 'belowThreshold'

/** A balance, as answers have it. */
interface Waiting {
  readonly held: Reason | null
  readonly payableFrom?: string | undefined
  readonly holdReason?: string | undefined
  readonly threshold?: string | undefined
}

/** As the payee reads it. */
interface ToBePaid {
  readonly why: string
  readonly step: string
}

const answers: Readonly<Record<Reason, (waiting: Waiting) => ToBePaid>> = {
  noToken: () => ({
    why: 'The currency has no token on a chain, so no close can pay it.',
    step: 'Ask the operator for a payment by bank, and give it your bank details.',
  }),
  noAccount: () => ({
    why: 'You have no account on the chain of the token.',
    step: 'Bind an account on that chain, or ask the operator to bind it or to pay by bank.',
  }),
  accountNotice: ({ payableFrom }) => ({
    why: `Your account is new. It is paid from ${payableFrom} on.`,
    step: 'Wait for the first close after this time. If the account is not yours, tell the operator now.',
  }),
  belowAtom: () => ({
    why: 'The balance is less than the smallest coin of the currency.',
    step: 'Wait: it is carried and paid once it is a whole coin.',
  }),
  owed: () => ({
    why: 'You owe this amount: refunds, payments or transfers took more than you had earned.',
    step: 'Wait: later earnings pay it first. The statement of each epoch lists what took it.',
  }),
  reserved: () => ({
    why: 'All of it is in a reserve that is not due yet.',
    step: 'Wait until the reserve is due. The list of reserves has the date of each part.',
  }),
  payeeHeld: ({ holdReason }) => ({
    why: `Payments to you are stopped${holdReason === undefined ? '' : `: ${holdReason}`}.`,
    step: 'Ask the operator what it needs. It ends the hold, and the next close pays.',
  }),
  belowThreshold: ({ threshold }) => ({
    why: `The balance is less than the threshold of ${threshold}.`,
    step: 'Wait: it is carried and paid once it reaches the threshold.',
  }),
}

/** Undefined where nothing is held. */
export function toBePaid(waiting: Waiting): ToBePaid | undefined {
  return waiting.held === null ? undefined : answers[waiting.held](waiting)
}
