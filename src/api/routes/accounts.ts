/** What a payee that signed in does: bind another account by the account's own signature. */
import { z } from 'zod'
import { fail } from '../../errors.ts'
import type { Headwater } from '../../service/headwater.ts'
import { type AccountMessage, peopleSource } from '../../service/people.ts'
import { accountToSign, boundAccount } from '../../service/schemas/index.ts'
import { actorOf, requireOwnPayee } from '../access.ts'
import { Challenges } from '../people/challenges.ts'
import { siteOf } from '../people/site.ts'
import { failures, payeeParams, type Routes } from './common.ts'

const tags = ['sessions']
const account = z.string().min(1).max(128).describe('CAIP-10, such as eip155:8453:0x…')
const signedBody = z.strictObject({
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  signature: z.string().min(1).max(16_386).describe('Of the typed data, by the new account'),
})

export const accountRoutes: Routes = async (app, { context: { headwater, people, publicUrl } }) => {
  const challenges = new Challenges<AccountMessage & { readonly askedBy: string }>(() => new Date())
  app.post(
    '/v1/payees/:payee/accounts/challenges',
    {
      config: { access: 'payeeSession' },
      schema: {
        summary:
          'What another account signs (EIP-712) to be bound to the payee. It can be used once, within ten minutes',
        tags,
        params: payeeParams,
        body: z.strictObject({ account }),
        response: { 200: accountToSign, ...failures },
      },
    },
    async (request) => {
      const { payee } = request.params
      requireOwnPayee(request, payee)
      const { named } = siteOf(request, publicUrl)
      if (people === undefined || named === undefined)
        fail('session.unavailable', 'This server does not know its address, which typed data to sign name.')
      const askedBy = request.principal!.name
      const { asked, expiresAt } = challenges.ask((nonce) => ({
        ...{ ledger: named.uri, payee, account: request.body.account, nonce },
        askedBy,
      }))
      const { askedBy: _, ...message } = asked
      return {
        nonce: asked.nonce,
        typedData: people.typedData(message),
        expiresAt: expiresAt.toISOString(),
      }
    },
  )
  app.post(
    '/v1/payees/:payee/accounts',
    {
      config: { access: 'payeeSession' },
      schema: {
        summary:
          'Bind the account that signed. Where the ledger has a notice for accounts, nothing is paid to it before',
        tags,
        params: payeeParams,
        body: signedBody,
        response: { 200: boundAccount, ...failures },
      },
    },
    async (request) => {
      const { payee } = request.params
      requireOwnPayee(request, payee)
      const { nonce, signature } = request.body
      const asked = challenges.take(nonce)
      if (people === undefined || asked?.payee !== payee || asked.askedBy !== request.principal!.name)
        fail(
          'account.refused',
          'The typed data were not asked for by this caller, were used, or have expired.',
        )
      const { askedBy, ...message } = asked
      if (!(await people.signedAccount(message, signature)))
        fail('account.refused', `The signature is not that of the account ${asked.account}.`)
      await people.noteSigned({ ...message, signature: signature.toLowerCase(), askedBy })
      const event = {
        specversion: '1.0',
        source: peopleSource,
        id: nonce,
        time: new Date().toISOString(),
        type: 'io.headwater.payee.bound',
        data: { payee, account: asked.account },
      }
      const [result] = await headwater.submit(Buffer.from(JSON.stringify(event)), {
        origin: 'sign-in',
        // What was signed allows this event and no other.
        allowed: { calls: false, registry: true, bounds: { sources: [peopleSource], owners: [payee] } },
        actor: actorOf(request),
      })
      if (result?.fault !== undefined) fail(result.fault.code, result.fault.message)
      // Whether a worker has taken it in by now is not known, nor is its notice.
      const bound = result?.status !== 'queued'
      const payableFrom = bound ? await noticeOf(headwater, payee, nonce) : null
      return { payee, account: asked.account, bound, payableFrom }
    },
  )
}

/** Of a payee with very many changes this takes a while; each took a signature. */
async function noticeOf(headwater: Headwater, payee: string, nonce: string): Promise<string | null> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Headwater['accountChanges']>> = await headwater.accountChanges({
      payee,
      ...(cursor !== null && { cursor }),
    })
    const found = page.items.find((change) => change.nonce === nonce)
    if (found !== undefined) return found.payableFrom
    cursor = page.next
  } while (cursor !== null)
  return null
}
