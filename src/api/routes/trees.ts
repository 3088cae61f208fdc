/** Payout trees: each chain's leaves with their proofs; and what could be paid on chains without trees. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { dueTable, leafTable, leavesOf } from '../../documents/tables/books.ts'
import type { Headwater } from '../../service/headwater.ts'
import { duePayment, treeHeader, treeLeaf } from '../../service/schemas/index.ts'
import { notModified } from '../entityTags.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import { fileQuery, wholeNumberText } from '../paging.ts'
import { fileContent, sendTable } from '../tables.ts'
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
        querystring: fileQuery,
        response: {
          200: {
            description: 'JSON lines; with `format` all leaves as a file',
            content: { [ndjsonMediaType]: { schema: z.union([treeHeader, treeLeaf]) }, ...fileContent },
          },
          ...notModified,
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { epoch } = request.params
      const { format } = request.query
      if (format !== undefined) return sendTable(reply, format, leafTable, leavesOf(headwater.tree(epoch)))
      return sendLines(reply, treeLines(headwater, epoch)) as never
    },
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
            description: 'JSON lines, ascending by payee; with `format` a file',
            content: { [ndjsonMediaType]: { schema: duePayment }, ...fileContent },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { currency, format, ...rest } = request.query
      const query = { ...request.params, currency, ...defined(rest) }
      if (format !== undefined) return sendTable(reply, format, dueTable, headwater.duePayments(query))
      return sendLines(reply, headwater.duePayments(query)) as never
    },
  )
}

const dueQuery = fileQuery.extend({
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
