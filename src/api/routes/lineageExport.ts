/** The lineage of a version as a document in a public format. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { exportFormats, writeLineage } from '../../importing/export/index.ts'
import { exportedLineage } from '../../service/lineageDocuments.ts'
import { assetParams, failures, type Routes, reads } from './common.ts'

/** A document is made in memory, so it has a limit. `headwater export` on the folder has none. */
const versionsMax = 10_000

const exportQuery = z.strictObject({
  format: z
    .enum(exportFormats)
    .default('prov')
    .describe('prov (PROV-JSON), openlineage (JSON lines) or mlbom (CycloneDX 1.6)'),
  version: z.string().min(1).max(64).optional().describe('Default: the latest by releasedAt'),
})

const mediaTypes = {
  prov: 'application/json',
  openlineage: 'application/x-ndjson',
  mlbom: 'application/vnd.cyclonedx+json; version=1.6',
} as const

export const lineageExportRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/assets/:asset/lineage/export',
    {
      config: { access: reads },
      schema: {
        summary: `A version and everything that it was derived from as a document, of at most ${versionsMax} versions`,
        tags: ['registry'],
        params: assetParams,
        querystring: exportQuery,
        response: {
          200: {
            description: 'The document in the format asked for',
            content: Object.fromEntries(
              Object.values(mediaTypes).map((type) => [type, { schema: z.looseObject({}) }]),
            ),
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { format, ...query } = request.query
      const versions = await exportedLineage(headwater, {
        asset: request.params.asset,
        ...defined(query),
        versionsMax,
      })
      return reply.type(mediaTypes[format]).send(Buffer.from(writeLineage(format, versions)) as never)
    },
  )
}
