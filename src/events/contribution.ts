/** Contributions: accepted work on an asset. */
import { z } from 'zod'
import { defineEvent, emptyList, notObject } from './definition.ts'
import * as field from './fields.ts'
import { weightedPayees, writeWeighted } from './weighted.ts'

export const contributionRecorded = defineEvent({
  schema: z
    .object({ asset: field.asset, contributions: weightedPayees.min(1, emptyList) }, notObject)
    .describe('Accepted work on an asset, in units, by payee.'),
  content: (bytes, { asset, contributions }) => {
    bytes.text(asset)
    writeWeighted(bytes, contributions)
  },
})
