/** What payees take with them: everything about themselves, and claims as transactions for their wallets. */
import { fail } from '../../errors.ts'
import type { Headwater } from '../../service/headwater.ts'
import type { ProvenClaim } from '../../service/people.ts'
import { claimTransaction, payeeExportLine } from '../../service/schemas/index.ts'
import { requireOwnPayee } from '../access.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import { failures, liftIdleLimit, payeeParams, type Routes, readsOwn } from './common.ts'
import { address, placeParams } from './distributors.ts'

export const ownRoutes: Routes = async (app, { context: { headwater, people } }) => {
  app.get(
    '/v1/payees/:payee/export',
    {
      config: { access: readsOwn },
      // The head of an export would cost as much as the export.
      exposeHeadRoute: false,
      schema: {
        summary:
          'Everything about one payee as JSON lines: accounts, work, statements, proofs, clauses, claims',
        tags: ['payees'],
        params: payeeParams,
        response: {
          200: {
            description: 'A line for each thing; `kind` says what it is',
            content: { [ndjsonMediaType]: { schema: payeeExportLine } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      requireOwnPayee(request, request.params.payee)
      liftIdleLimit(request)
      reply.header('content-disposition', 'attachment; filename="headwater-payee.ndjson"')
      reply.header('cache-control', 'no-store')
      return sendLines(reply, headwater.payeeExport(request.params.payee)) as never
    },
  )
  app.get(
    '/v1/payees/:payee/claims/:chain/:distributor/:account',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'The transaction by which an account of the payee claims what it can from a distributor',
        tags: ['payees'],
        params: payeeParams.extend(placeParams.shape).extend({ account: address }),
        response: { 200: claimTransaction, ...failures },
      },
    },
    async (request) => {
      const { payee, ...claim } = request.params
      requireOwnPayee(request, payee)
      if (people === undefined) fail('session.unavailable', 'This server writes no transactions for wallets.')
      return people.writeClaim(claim.chain, await proven(headwater, payee, claim))
    },
  )
}

interface Claim {
  readonly chain: string
  readonly distributor: string
  readonly account: string
}

/** What the root proves by which the contract pays now. @throws HeadwaterError `claim.nothing`, `proof.noLeaf` */
async function proven(headwater: Headwater, payee: string, claim: Claim): Promise<ProvenClaim> {
  const { chain } = claim
  const [distributor, account] = [claim.distributor.toLowerCase(), claim.account.toLowerCase()]
  const { items } = await headwater.claims({ payee, chain, account: `${chain}:${account}` })
  const tokens = items
    .filter((item) => item.distributor === distributor && /[1-9]/.test(item.claimable))
    .map(({ token }) => token)
  const publication = (await headwater.publications()).items.find(
    (one) => one.chain === chain && one.distributor === distributor,
  )
  const root = publication?.roots.findLast(({ stage }) => stage === 'active')
  if (tokens.length === 0 || root?.index == null || root.epoch === null)
    fail('claim.nothing', `${account} has nothing to claim from ${distributor} on ${chain} now.`)
  const { proofs } = await headwater.proof(`${chain}:${account}`, root.epoch)
  const leaves = proofs.flatMap(({ format, token, cumulative, proof, ...leaf }) =>
    format === undefined && leaf.chain === chain && tokens.includes(token) && cumulative !== undefined
      ? [{ token, cumulative, proof }]
      : [],
  )
  if (leaves.length === 0)
    fail('claim.nothing', `The active root of ${distributor} has no leaf of ${account} to claim.`)
  return { distributor, account, index: root.index, leaves }
}
