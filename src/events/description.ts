/**
 * Descriptions of payments: what a gateway knows of a payment on a chain that the chain does not say, above all which
 * asset it was for. The chain source makes the call, with the chain's amount and time: see src/chain/payments.
 */
import { z } from 'zod'
import type { AccountAddress, ChainId, TokenAddress } from './account.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'
import { byTokenClass, tokenClasses } from './tokenClasses.ts'

/** What identifies a payment on a chain, whatever transaction it comes in. */
export interface PaymentNames {
  readonly chain: ChainId
  readonly token: TokenAddress
  /** Who signed the authorization: of EIP-3009 its authorizer, of Permit2 the owner of the tokens. */
  readonly payer: AccountAddress
  /** Of EIP-3009 32 bytes as 0x and 64 hex digits in lower case, of Permit2 decimal digits. */
  readonly nonce: string
}

export const paymentDescribed = defineEvent({
  schema: z
    .object(
      {
        payment: z.object(
          { chain: field.chain, token: field.token, payer: field.evmAccount, nonce: field.nonce },
          notObject,
        ),
        asset: field.asset,
        version: optional(field.version),
        caller: optional(field.text),
        tokens: optional(byTokenClass(field.tokens)),
        traceId: optional(field.text),
        providerCallId: optional(field.text),
        validBefore: optional(field.time),
      },
      notObject,
    )
    .describe(
      'What a payment on a chain is for. The call is recorded when the payment is final, with the chain’s amount and time. validBefore: when the authorization of the payment expires.',
    ),
  // Not validBefore: it is said for people, and of two that differ in it alone the first recorded stands.
  content: (bytes, { payment, tokens, ...data }) => {
    bytes.texts(payment.chain, payment.token, payment.payer, payment.nonce)
    bytes.texts(data.asset, data.version, data.caller)
    for (const name of tokenClasses) bytes.digits(tokens?.[name])
    bytes.texts(data.traceId, data.providerCallId)
  },
})

/** `<chain>/<token>/<payer>/<nonce>`, in lower case: the id of the payment's call. */
export function paymentKey({ chain, token, payer, nonce }: PaymentNames): string {
  return `${chain}/${token}/${payer}/${nonce}`.toLowerCase()
}

/** The names of a key that `paymentKey` made. */
export function paymentNames(key: string): { [Name in keyof PaymentNames]: string } {
  const [chain = '', token = '', payer = '', nonce = ''] = key.split('/')
  return { chain, token, payer, nonce }
}
