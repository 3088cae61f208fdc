/** What people agreed and corrected, as it stands: clauses, advances, reserves, who owes, disputes, refunds. */

import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  advanceTable,
  clauseTable,
  disputeTable,
  owedTable,
  refundTable,
  reserveTable,
} from '../../documents/tables/contracts.ts'
import type { Table } from '../../documents/tables/table.ts'
import { type ClausePage, refundStates } from '../../service/headwater.ts'
import {
  advancePage,
  clausePage,
  disputePage,
  owedPage,
  refundPage,
  reservePage,
} from '../../service/schemas/index.ts'
import { ownPayees, requireOwnList } from '../access.ts'
import { pageQuery } from '../paging.ts'
import { answerList, type Defined, type ListedPage, orFile } from '../tables.ts'
import { failures, type Routes, reads, readsOwn } from './common.ts'

const contractQuery = pageQuery.extend({
  payee: z
    .string()
    .min(1)
    .max(1_024)
    .optional()
    .describe('Only what concerns this payee. A key with the scope payee must name one of its own'),
  currency: z.string().min(1).max(64).optional().describe('Only in this currency'),
})

type ContractQuery = Omit<z.output<typeof contractQuery>, 'format'>

interface OwnList<Item, Line> {
  readonly summary: string
  readonly page: z.ZodType
  readonly table: Table<Item, Line>
  readonly read: (query: Defined<ContractQuery>, request: FastifyRequest) => Promise<ListedPage<Item>>
}

export const contractRoutes: Routes = async (app, options) => {
  const { headwater } = options.context
  /** A list that a payee reads of itself. */
  function own<Item, Line>(path: string, { summary, page, table, read }: OwnList<Item, Line>): void {
    app.get(
      path,
      {
        config: { access: readsOwn },
        schema: {
          summary,
          tags: ['contracts'],
          querystring: contractQuery,
          response: { 200: orFile(page), ...failures },
        },
      },
      async (request, reply) => {
        requireOwnList(request, request.query.payee)
        return answerList(reply, request.query, { headwater, table, read: (query) => read(query, request) })
      },
    )
  }
  own('/v1/clauses', {
    summary: 'Clauses that divert earnings, with what each took to date, in the order recorded',
    page: clausePage,
    table: clauseTable,
    async read(query, request) {
      const { items, next } = await headwater.clauses(query)
      return { items: items.map(onlyOwn(ownPayees(request))), next }
    },
  })
  own('/v1/advances', {
    summary: 'Clauses with a cap: what is recouped, what is left, and until when at the present pace',
    page: advancePage,
    table: advanceTable,
    read: (query) => headwater.advances(query),
  })
  own('/v1/reserves', {
    summary: 'What reserves hold back, of which epoch and until when; by payee, currency and epoch',
    page: reservePage,
    table: reserveTable,
    read: (query) => headwater.reserves(query),
  })
  own('/v1/owed', {
    summary: 'Payees that owe: balances below 0 after the last epoch, by payee and currency',
    page: owedPage,
    table: owedTable,
    read: (query) => headwater.owed(query),
  })
  await correctionRoutes(app, options)
}

const correctionRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/disputes',
    {
      config: { access: reads },
      schema: {
        summary: 'Open disputes, the oldest first, with the amounts that they hold',
        tags: ['contracts'],
        querystring: pageQuery,
        response: { 200: orFile(disputePage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: disputeTable,
        read: (query) => headwater.disputes(query),
      }),
  )
  app.get(
    '/v1/refunds',
    {
      config: { access: reads },
      schema: {
        summary: 'Refunds, the oldest first: those that count, wait, do not match or are too much',
        tags: ['contracts'],
        querystring: pageQuery.extend({ state: z.enum(refundStates).optional() }),
        response: { 200: orFile(refundPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: refundTable,
        read: (query) => headwater.refunds(query),
      }),
  )
}

/** To whom a clause gives does not see what the other earned. @param own undefined for who reads everything */
function onlyOwn(own: readonly string[] | undefined) {
  return (item: ClausePage['items'][number]): ClausePage['items'][number] =>
    own === undefined || own.includes(item.payee) ? item : { ...item, base: null }
}
