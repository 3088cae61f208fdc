/** Payees: their names, and the account that each has on a chain. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { type Account, accountOfPayeeId, formatAccount } from './account.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import type { PayeeId } from './ids.ts'

export const payeeRegistered = defineEvent({
  schema: z
    .object({ payee: field.payee, name: optional(field.text), account: optional(field.account) }, notObject)
    .describe('Names a payee; again: updates the name, binds the account.'),
  check: ({ payee, account }) => checkOwnAccount(payee, account),
  content: (bytes, { payee, name, account }) => bytes.texts(payee, name, account && formatAccount(account)),
})

export const payeeBound = defineEvent({
  schema: z
    .object({ payee: field.payee, account: field.account }, notObject)
    .describe('Binds the account that pays a payee on a chain; replaces the one before.'),
  check: ({ payee, account }) => checkOwnAccount(payee, account),
  content: (bytes, { payee, account }) => bytes.texts(payee, formatAccount(account)),
})

/** A payee id that is an account has that account on its chain, and no other can be bound there. */
function checkOwnAccount(payee: PayeeId, account: Account | undefined): void {
  if (account === undefined) return
  const own = accountOfPayeeId(payee)
  if (own === undefined || own.chain !== account.chain || own.address === account.address) return
  fail(
    'payee.accountFixed',
    `The payee ${payee} is itself its account on ${own.chain}; no other can be bound there.`,
    { path: '/data/account' },
  )
}
