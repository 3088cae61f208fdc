/** What a release of an agent would be: its events, why it would be refused, and what every payee would get of a call. */
import { z } from 'zod'
import { count, shareText, timeText } from '../../base/answers.ts'
import { agentFile, composedEvent, compositionFault } from '../../composing/index.ts'
import { eventResult, fault } from '../../ingest/answers.ts'
import { callDivision } from '../../settlement/reports/unmadeAnswer.ts'
import { simulationLine } from '../../settlement/simulate/answers.ts'

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

const simulated = <Kind extends 'total' | 'payee' | 'version'>(kind: Kind) =>
  simulationLine.options.find(({ shape }) => shape.kind.value === kind) as Extract<
    (typeof simulationLine.options)[number],
    z.ZodType<{ kind: Kind }>
  >

export const releaseSimulation = z
  .object({
    of: z.string().describe('The asset whose calls went to the agent'),
    since: timeText,
    before: timeText,
    calls: count.describe('Calls of it then'),
    by: z
      .enum(['call', 'day'])
      .describe('call: each was made of the agent; day: their sum of each day, because they are many'),
    price: z.enum(['recorded', 'rate']),
    faults: z.array(compositionFault).describe('Why the release would be refused; then nothing is computed'),
    rejectedCalls: count.describe('Calls that would be refused, for lack of a price for example'),
    rejected: fault.nullable().describe('Why, of the first of them'),
    totals: z.array(simulated('total')),
    payees: z.array(simulated('payee')).describe('Of which a figure differs, the largest difference first'),
    payeeCount: count.describe('How many there are; the first of them are listed'),
    versions: z.array(simulated('version')),
    versionCount: count,
  })
  .meta({
    id: 'ReleaseSimulation',
    description: 'What the next close would give if calls that another asset had were made of the agent too',
  })

export const releaseSimulationRequest = compositionRequest.omit({ call: true }).extend({
  of: z.string().min(1).max(300).describe('The asset whose calls are made again'),
  since: z.string().max(64).optional().describe('Default: the first moment of the last whole month'),
  before: z.string().max(64).optional().describe('Default: one month after it'),
  price: z
    .enum(['recorded', 'rate'])
    .optional()
    .describe('recorded (default): the amounts of the calls; rate: what the rate card makes of their tokens'),
})

/** What `headwater release` says. */
export const releaseReport = compositionPreview.extend({
  results: z.array(eventResult).nullable().describe('Of the events; null where nothing was sent'),
})
