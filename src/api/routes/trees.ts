/** Payout trees: each chain's leaves with their proofs; and what could be paid on chains without trees. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import type { Headwater } from '../../service/headwater.ts'
import { duePayment, treeHeader, treeLeaf } from '../../service/schemas/index.ts'
import { notModified } from '../entityTags.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import { wholeNumberText } from '../paging.ts'
import { epochParams, failures, type Routes, reads } from './common.ts'

export const treeRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs/:epoch/tree',
    {
      config: { access: reads, tag: 'epoch' },
      schema: {
        summary: 'The payout trees: for each a header line, then a line for each leaf',
        tags: ['settlement'],
        params: epochParams,
        response: {
          200: {
            description: 'JSON lines',
            content: { [ndjsonMediaType]: { schema: z.union([treeHeader, treeLeaf]) } },
          },
          ...notModified,
          ...failures,
        },
      },
    },
    async (request, reply) => sendLines(reply, treeLines(headwater, request.params.epoch)) as never,
  )
  app.get(
    '/v1/epochs/:epoch/due',
    {
      config: { access: reads },
      schema: {
        summary:
          'What a distributor on a chain without payout trees, or a bank, could pay after the last closed epoch',
        tags: ['settlement'],
        params: epochParams,
        querystring: dueQuery,
        response: {
          200: {
            description: 'JSON lines, ascending by payee',
            content: { [ndjsonMediaType]: { schema: duePayment } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { currency, ...rest } = request.query
      const query = { ...request.params, currency, ...defined(rest) }
      return sendLines(reply, headwater.duePayments(query)) as never
    },
  )
}

const dueQuery = z.strictObject({
  chain: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe(
      "CAIP-2, not eip155; left out: what a bank could pay, to payees without an account on the token's chain",
    ),
  currency: z.string().min(1).max(32),
  digits: wholeNumberText
    .pipe(z.number().max(24))
    .optional()
    .describe('Fraction digits of what is paid; default: those of the currency'),
})

async function* treeLines(headwater: Headwater, epoch: number): AsyncGenerator<unknown> {
  for await (const { leafCount, leaves, ...tree } of headwater.tree(epoch)) {
    yield { ...tree, leaves: leafCount }
    yield* leaves
  }
}
