/** Why a balance is not paid, and what the payee does about it. */
export const heldSentences: Readonly<Record<string, string>> = {
  noToken: 'This currency is paid outside of any chain. The operator pays it; ask them how.',
  noAccount:
    'You have no account on the chain of this currency. Bind one below, and the next close pays to it.',
  accountNotice: 'Your account is new. Nothing is paid to it before its notice is over.',
  belowAtom:
    'It is less than the smallest unit that can be paid. It stays yours, and is paid with what comes next.',
  owed: 'You owe this. What you earn next is set against it.',
  reserved: 'It is kept back for refunds, and becomes free later.',
  payeeHeld: 'The operator has stopped payments to you. Ask them why.',
  belowThreshold: 'It is below what is paid at a time. It is paid once enough has come together.',
}
