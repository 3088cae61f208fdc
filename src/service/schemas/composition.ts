/** What a release of an agent would be: its events, why it would be refused, and what every payee would get of a call. */
import { z } from 'zod'
import { count, shareText } from '../../base/answers.ts'
import { agentFile, composedEvent, compositionFault } from '../../composing/index.ts'
import { eventResult, fault } from '../../ingest/answers.ts'
import { callDivision } from '../../settlement/reports/unmadeAnswer.ts'

const composedUse = z.object({
  asset: z.string(),
  version: z.string().nullable().describe('The source of the edge; null where it is not known'),
  pinned: z.boolean().describe('Whether the release pins it, because the file names none'),
  owner: z.string().nullable(),
  promised: shareText
    .nullable()
    .describe(
      'What the edge takes of the agent: its share, and where it is absolute what its source promises',
    ),
})

export const compositionPreview = z
  .object({
    composition: agentFile
      .nullable()
      .describe('The file as fields, defaults filled in; null where it is none'),
    file: z.string().nullable().describe('The same as YAML, to be kept'),
    events: z.array(composedEvent).describe('What a release sends'),
    recorded: z.boolean().describe('Whether all of these are recorded already'),
    releasable: z.boolean().describe('Whether the release would be accepted from this caller now'),
    faults: z.array(compositionFault),
    uses: z.array(composedUse),
    promised: shareText.nullable().describe('What all edges together take of the agent; at most 1'),
    call: callDivision.nullable().describe('Of one call; null where the release is refused'),
    callFault: fault.nullable().describe('Why the call has no price'),
  })
  .meta({ id: 'CompositionPreview' })

export const compositionCall = z
  .strictObject({
    amount: z.string().optional(),
    currency: z.string().optional(),
    tokens: z
      .strictObject({ input: count, output: count, cacheRead: count, cacheWrite: count })
      .partial()
      .optional()
      .describe('Priced by the rate card where there is no amount'),
    time: z.string().optional().describe('RFC 3339; default: now'),
  })
  .meta({ id: 'CompositionCall' })

export const compositionRequest = z
  .strictObject({
    file: z.string().optional().describe('The file as YAML'),
    composition: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Or its fields: see schemas/agent.schema.json'),
    call: compositionCall.optional(),
    limit: z.number().int().min(1).optional().describe('Versions, and parts of payees, that are listed'),
  })
  .meta({ id: 'CompositionRequest' })

/** What `headwater release` says. */
export const releaseReport = compositionPreview.extend({
  results: z.array(eventResult).nullable().describe('Of the events; null where nothing was sent'),
})
