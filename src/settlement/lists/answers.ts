/** Shapes of the lists of calls and of balances. */
import { z } from 'zod'
import { type Answer, amountText, count, nextCursor, signedAmountText, timeText } from '../../base/answers.ts'
import { callStates } from '../../usage/lists.ts'
import { earningRole, heldReason, heldTerms, payableFrom, reserved } from '../statementAnswers.ts'

const state = z
  .enum(callStates)
  .describe(
    'settled by an epoch; suspense: its asset or version is not known; pending: a later close settles it',
  )

export const callGroup = z
  .object({
    asset: z.string(),
    day: z.string().describe('yyyy-mm-dd in UTC'),
    currency: z.string(),
    state,
    calls: count,
    amount: amountText,
  })
  .meta({ id: 'CallGroup' })

export const callGroupPage = z
  .object({ items: z.array(callGroup), next: nextCursor })
  .meta({ id: 'CallGroupPage' })

export const listedCall = z
  .object({
    id: z.string(),
    source: z.string(),
    time: timeText,
    asset: z.string(),
    version: z.string().nullable().describe('As the call names it'),
    currency: z.string(),
    amount: amountText,
    priced: z.boolean().describe('By the rate card; false where the call carried its amount'),
    state,
  })
  .meta({ id: 'Call' })

export const callPage = z
  .object({
    items: z.array(listedCall),
    next: nextCursor.describe(
      'With a version a page may have fewer items than asked for although more follow',
    ),
  })
  .meta({ id: 'CallPage' })

export const payeeCall = z
  .object({
    id: z.string(),
    source: z.string(),
    time: timeText,
    currency: z.string(),
    epoch: count.describe('That settled it'),
    late: z.boolean(),
    amount: amountText.describe('What the payee gets of the call alone, of the sources asked for'),
    parts: z.array(
      z.object({
        asset: z.string().describe("'' for the platform fee"),
        version: z.string(),
        role: earningRole,
        amount: amountText,
      }),
    ),
  })
  .meta({ id: 'PayeeCall' })

export const payeeCallPage = z
  .object({
    items: z.array(payeeCall),
    next: nextCursor.describe('A page may have fewer items than asked for although more follow'),
  })
  .meta({ id: 'PayeeCallPage' })

export const suspenseLine = z
  .object({
    asset: z.string(),
    version: z.string().nullable().describe('As the calls name it'),
    currency: z.string(),
    calls: count,
    amount: amountText,
    oldest: timeText,
    newest: timeText,
    waits: z
      .enum(['asset', 'version'])
      .describe('asset: for the first version of the asset; version: for the one that the calls name'),
    near: z
      .array(z.string())
      .describe(
        'Known asset ids, or versions of the asset, that are spelt nearly the same; the nearest first',
      ),
  })
  .meta({ id: 'SuspenseLine' })

export const suspensePage = z
  .object({ items: z.array(suspenseLine), next: nextCursor })
  .meta({ id: 'SuspensePage' })

export const balance = z
  .object({
    payee: z.string(),
    currency: z.string(),
    balance: signedAmountText,
    reserved,
    held: heldReason.nullable(),
    payableFrom,
    ...heldTerms,
  })
  .meta({ id: 'Balance' })

export const balancePage = z.object({ items: z.array(balance), next: nextCursor }).meta({ id: 'BalancePage' })

export type CallGroupItem = Answer<typeof callGroup>
export type CallItem = Answer<typeof listedCall>
export type PayeeCallItem = Answer<typeof payeeCall>
export type SuspenseItem = Answer<typeof suspenseLine>
export type BalanceItem = Answer<typeof balance>
