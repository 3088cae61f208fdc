/** Links with which payees sign in, and accounts that they bound by a signature: for operators. */

import { z } from 'zod'
import { accountChangeTable, linkTable } from '../../documents/tables/operations.ts'
import { linkHoursDefault, linkHoursMax } from '../../service/people.ts'
import { accountChangePage, madeLink, signInLink, signInLinkPage } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { actorOf } from '../access.ts'
import { pageQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, type Routes, reads } from './common.ts'

const links: Access = { any: ['links'] }
const payee = z.string().min(1).max(1_024)
const listQuery = pageQuery.extend({ payee: payee.optional().describe('Only of this payee') })
const linkBody = z.strictObject({
  payee,
  hours: z
    .number()
    .int()
    .min(1)
    .max(linkHoursMax)
    .optional()
    .describe(`Until it expires: default ${linkHoursDefault}, at most ${linkHoursMax}`),
})
const tags = ['sessions']

export const linkRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/links',
    {
      config: { access: links },
      schema: {
        summary: 'Links with which payees sign in, the oldest first. Those that ended long ago are left out',
        tags,
        querystring: listQuery,
        response: { 200: orFile(signInLinkPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: linkTable,
        read: (query) => headwater.links(query),
      }),
  )
  app.post(
    '/v1/links',
    {
      config: { access: links },
      schema: {
        summary: 'Make a link with which a payee signs in once',
        tags,
        body: linkBody,
        response: { 201: madeLink, ...failures },
      },
    },
    async (request, reply) => {
      const made = await headwater.makeLink({
        payee: request.body.payee,
        ...(request.body.hours !== undefined && { hours: request.body.hours }),
        actor: actorOf(request),
      })
      return reply.code(201).header('cache-control', 'no-store').send(made)
    },
  )
  app.post(
    '/v1/links/:link/revoke',
    {
      config: { access: links },
      schema: {
        summary: 'Take a link back, with the sessions that it began',
        tags,
        params: z.strictObject({ link: z.string().min(1).max(64) }),
        response: { 200: signInLink, ...failures },
      },
    },
    async (request) => headwater.revokeLink(request.params.link, { actor: actorOf(request) }),
  )
  app.get(
    '/v1/account-changes',
    {
      config: { access: reads },
      schema: {
        summary: 'Accounts that payees bound by a signature, the oldest first, with what was signed',
        tags,
        querystring: listQuery,
        response: { 200: orFile(accountChangePage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: accountChangeTable,
        read: (query) => headwater.accountChanges(query),
      }),
  )
}
