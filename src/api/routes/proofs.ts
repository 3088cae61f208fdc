/** Merkle proofs: what an account needs to be paid on chain. */
import { z } from 'zod'
import { fail, HeadwaterError } from '../../errors.ts'
import type { Headwater, ProofReport, Statement } from '../../service/headwater.ts'
import { proofReport } from '../../service/schemas/index.ts'
import { ownPayees } from '../access.ts'
import { notModified, taggedAnswer } from '../entityTags.ts'
import { epochQuery, failures, type Routes, readsOwn } from './common.ts'

export const proofRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/proofs/:account',
    {
      config: { access: readsOwn, tag: 'route' },
      schema: {
        summary: 'Merkle proofs of an account, over all chains and tokens',
        tags: ['settlement'],
        params: z.strictObject({ account: z.string().min(1).max(300).describe('0x address or CAIP-10') }),
        querystring: epochQuery,
        response: { 200: proofReport, ...notModified, ...failures },
      },
    },
    async (request, reply) => {
      const { account } = request.params
      const { epoch } = request.query
      const payees = ownPayees(request)
      const report =
        payees === undefined
          ? await headwater.proof(account, epoch)
          : await ownProof(headwater, { account, epoch, payees })
      // The service's own type is exact: comparing some 20 nodes with the schema again would cost as much as reading them.
      return taggedAnswer(request, reply, wordsOf(report), () => JSON.stringify(report)) as never
    },
  )
}

/** An account has the same proof in a tree with the same root, whenever it is asked for. */
function wordsOf({ epoch, proofs }: ProofReport): string[] {
  return [String(epoch), ...new Set(proofs.map(({ chain, root }) => `${chain}-${root}`))]
}

interface OwnProof {
  readonly account: string
  readonly epoch: number | undefined
  readonly payees: readonly string[]
}

/** Proofs of accounts that the payees have now, or that the epoch paid for them. */
async function ownProof(headwater: Headwater, { account, epoch, payees }: OwnProof): Promise<ProofReport> {
  const own = new Set<string>()
  for (const payee of payees) {
    const statement = await statementOf(headwater, payee, epoch)
    if (statement === undefined) continue
    const { accounts, currencies } = statement
    for (const one of [...accounts, ...currencies.map(({ paidTo }) => paidTo)]) {
      if (one !== null) own.add(`${one.chain}:${one.account}`)
    }
  }
  // 0x addresses are the same in both cases of their letters; what is found is compared as it is written.
  const asked = account.toLowerCase()
  const isAsked = (one: string) => one.toLowerCase() === asked || one.toLowerCase().endsWith(`:${asked}`)
  if (![...own].some(isAsked)) {
    fail('access.payee', 'The account is none that a payee of this key has now, or was paid at in the epoch.')
  }
  const report = await headwater.proof(account, epoch)
  return {
    ...report,
    proofs: report.proofs.filter((proof) => own.has(`${proof.chain}:${proof.account}`)),
  }
}

/** Undefined for a payee that no event has named so far. */
async function statementOf(
  headwater: Headwater,
  payee: string,
  epoch: number | undefined,
): Promise<Statement | undefined> {
  try {
    return await headwater.statement(payee, epoch)
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'payee.unknown') return undefined
    throw error
  }
}
