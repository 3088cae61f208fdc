/** Mappings of inputs: tried on a few records, or suggested from them. Nothing is recorded, and nothing of the ledger is read. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { inputFormats } from '../../service/headwater.ts'
import { mappingSuggestion, suggestFrom } from '../../service/mappingSuggestion.ts'
import { mappingTrial, tryMapping } from '../../service/mappingTrial.ts'
import type { Access } from '../access.ts'
import { failures, type Routes } from './common.ts'

const tags = ['events']
const senders: Access = { any: ['calls', 'registry', 'read'] }
const recordsMax = 100
/** A command of this server has at most 64 KiB. */
const records = z
  .string()
  .min(1)
  .max(60_000)
  .describe('Records as text: lines of JSON, CSV with its header, …')

export const mappingRoutes: Routes = async (app) => {
  app.post(
    '/v1/mappings/try',
    {
      config: { access: senders },
      schema: {
        summary: 'What records would become by a mapping: events, or why they would be refused',
        tags,
        body: z.strictObject({
          records,
          format: z.enum(inputFormats).optional().describe('Default: found by the first records'),
          mapping: z.record(z.string(), z.unknown()).optional(),
        }),
        response: { 200: mappingTrial, ...failures },
      },
    },
    async ({ body: { records: text, ...options } }) =>
      tryMapping(once(text), { ...defined(options), origin: 'try', recordsMax }),
  )
  app.post(
    '/v1/mappings/suggest',
    {
      config: { access: senders },
      schema: {
        summary: 'A first mapping for records of any shape, with what a person should check in it',
        tags,
        body: z.strictObject({ records }),
        response: { 200: mappingSuggestion, ...failures },
      },
    },
    async ({ body }) => suggestFrom(once(body.records), 'suggest'),
  )
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
