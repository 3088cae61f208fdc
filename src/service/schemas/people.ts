/** Links with which payees sign in, and accounts that payees bound by a signature. */
import { z } from 'zod'
import { nextCursor, timeText } from '../../base/answers.ts'

export const linkStates = ['open', 'used', 'expired', 'revoked'] as const

export const signInLink = z
  .object({
    link: z.string().describe('Its id: 16 hex digits. It is not the token'),
    payee: z.string(),
    state: z.enum(linkStates),
    madeAt: timeText,
    madeBy: z.string(),
    expiresAt: timeText,
    usedAt: timeText.nullable(),
  })
  .meta({ id: 'SignInLink' })

export const signInLinkPage = z
  .object({ items: z.array(signInLink), next: nextCursor })
  .meta({ id: 'SignInLinkPage' })

export const madeLink = z
  .object({
    link: z.string(),
    payee: z.string(),
    expiresAt: timeText,
    token: z.string().describe('Shown once: the ledger has its hash alone'),
    fragment: z.string().describe('What comes after the address of the console: it signs the payee in, once'),
  })
  .meta({ id: 'MadeLink' })

export const accountChange = z
  .object({
    at: timeText,
    payee: z.string(),
    account: z.string().describe('CAIP-10'),
    before: z.string().nullable().describe('The account that the payee had on that chain'),
    askedBy: z.string().describe('The account that was signed in with, or the link'),
    nonce: z.string().describe('The id of the registry event that bound it; its source is headwater:people'),
    signature: z.string(),
    bound: z.boolean().describe('Whether it is the account of the payee now'),
    payableFrom: timeText.nullable().describe('Until then nothing is paid to it; null: no notice'),
  })
  .meta({ id: 'AccountChange' })

export const accountChangePage = z
  .object({ items: z.array(accountChange), next: nextCursor })
  .meta({ id: 'AccountChangePage' })

export const callerView = z
  .object({
    open: z.boolean().describe('Whether the server has no keys: then no caller signs in'),
    caller: z
      .object({
        kind: z.enum(['loopback', 'key', 'payee']),
        name: z.string().describe('Of the key; the account; or the link'),
        scopes: z.array(z.string()),
        payees: z.array(z.string()).describe('Of the scope payee'),
      })
      .nullable()
      .describe('Null: not signed in'),
    expiresAt: timeText.nullable().describe('When the session ends'),
    signIn: z.object({ account: z.boolean(), link: z.boolean() }).describe('How payees sign in here'),
  })
  .meta({ id: 'Caller' })

export const sessionChallenge = z
  .object({ message: z.string().describe('To be signed by personal_sign, as it is'), expiresAt: timeText })
  .meta({ id: 'SessionChallenge' })

export const accountToSign = z
  .object({
    nonce: z.string(),
    typedData: z.record(z.string(), z.unknown()).describe('For eth_signTypedData_v4'),
    expiresAt: timeText,
  })
  .meta({ id: 'AccountToSign' })

export const boundAccount = z
  .object({
    payee: z.string(),
    account: z.string(),
    bound: z.boolean().describe('False where events go through Kafka: a worker binds it shortly'),
    payableFrom: timeText.nullable().describe('Nothing is paid to it before; null: no notice, or not bound'),
  })
  .meta({ id: 'BoundAccount' })

export const claimTransaction = z
  .object({
    chainId: z.string().describe('Decimal'),
    from: z.string(),
    to: z.string(),
    data: z.string(),
    value: z.literal('0'),
  })
  .meta({ id: 'ClaimTransaction' })
