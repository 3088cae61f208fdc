/** Assets, versions, lineage, currencies. */

import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { assetTable, currencyTable, lineageTable, versionTable } from '../../documents/tables/registry.ts'
import type { PageOptions } from '../../service/headwater.ts'
import {
  assetPage,
  assetView,
  currencyList,
  lineageReport,
  versionPage,
  versionView,
} from '../../service/schemas/index.ts'
import { notModified } from '../entityTags.ts'
import { fileQuery, pageQuery, timeText, utc, wholeNumberText } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { assetParams, failures, plain, type Routes, reads } from './common.ts'

const lineageQuery = pageQuery.extend({
  version: z.string().min(1).max(64).optional().describe('Default: the latest by releasedAt'),
  direction: z
    .enum(['up', 'down'])
    .optional()
    .describe('up (default): to its sources; down: to what is derived from it'),
  depth: wholeNumberText
    .pipe(z.number().min(1))
    .optional()
    .describe('Most edges on a path; default: no limit'),
  details: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe(
      'true: edges that ended or are capped, contradictions and what goes on from each node are marked',
    ),
  epoch: wholeNumberText
    .pipe(z.number().min(1))
    .optional()
    .describe('The closed epoch whose flow over each edge is given, with details'),
  asOf: timeText.optional().describe(`Only versions released by this time: ${timeText.description}`),
})

const assetQuery = pageQuery.extend({
  prefix: z.string().max(300).optional().describe('Only ids that begin with it'),
  owner: z.string().min(1).max(1_024).optional().describe('Only assets of this payee'),
})

export const registryRoutes: Routes = async (app, options) => {
  const { headwater } = options.context
  app.get(
    '/v1/currencies',
    {
      config: { access: reads },
      schema: {
        summary: 'Registered currencies',
        tags: ['registry'],
        querystring: fileQuery,
        response: { 200: orFile(currencyList), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: currencyTable,
        read: async () => ({ items: await headwater.currencies() }),
      }),
  )
  app.get(
    '/v1/assets',
    {
      config: { access: reads },
      schema: {
        summary: 'Registered assets, in the order recorded',
        tags: ['registry'],
        querystring: assetQuery,
        response: { 200: orFile(assetPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: assetTable,
        read: (query) => headwater.assets(query),
      }),
  )
  app.get(
    '/v1/assets/:asset',
    {
      config: { access: reads },
      schema: {
        summary: 'One asset',
        tags: ['registry'],
        params: assetParams,
        response: { 200: assetView, ...failures },
      },
    },
    async (request) => plain(await headwater.asset(request.params.asset)),
  )
  await versionRoutes(app, options)
}

const versionRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/assets/:asset/versions',
    {
      config: { access: reads },
      schema: {
        summary: 'Versions of an asset, in the order of recording',
        tags: ['registry'],
        params: assetParams,
        querystring: pageQuery,
        response: { 200: orFile(versionPage), ...failures },
      },
    },
    async (request, reply) => {
      const { asset } = request.params
      const read = (query: PageOptions) => headwater.versions(asset, query)
      return answerList(reply, request.query, { headwater, table: versionTable, read })
    },
  )
  app.get(
    '/v1/assets/:asset/versions/:version',
    {
      config: { access: reads },
      schema: {
        summary: 'One version, with its terms and sources',
        tags: ['registry'],
        params: assetParams.extend({ version: z.string().min(1).max(64) }),
        response: { 200: versionView, ...failures },
      },
    },
    async (request) => plain(await headwater.version(request.params.asset, request.params.version)),
  )
  app.get(
    '/v1/assets/:asset/lineage',
    {
      config: { access: reads, tag: 'answer' },
      schema: {
        summary: 'Everything upstream or downstream of a version',
        tags: ['registry'],
        params: assetParams,
        querystring: lineageQuery,
        response: { 200: orFile(lineageReport), ...notModified, ...failures },
      },
    },
    async (request, reply) => {
      const { asset } = request.params
      const { format, ...query } = utc(request.query, 'asOf')
      if (format === undefined)
        return reply
          .type('application/json')
          .send(plain(await headwater.lineage({ asset, ...defined(query) })))
      return answerList(
        reply,
        { format, ...query },
        {
          headwater,
          table: lineageTable,
          async read(page) {
            const { nodes, next } = await headwater.lineage({ asset, ...page })
            return { items: nodes, next }
          },
        },
      )
    },
  )
}
