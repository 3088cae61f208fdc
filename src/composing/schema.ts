/**
 * The file of an agent: what is released, what it is built from, and what a call of it costs. Here is its structure alone.
 * Its values are judged as those of the events that it stands for, so that a file and the events are refused with the same
 * codes.
 */
import { z } from 'zod'
import { type Answer, count } from '../base/answers.ts'
import { policies, relations } from '../events/edgeNames.ts'
import { assetPattern, currencyPattern, versionPattern } from '../events/ids.ts'

/** Sources, holders and contributors that a file may list. */
const listedMax = 1_000

const text = z.string()
const share = text.describe('A decimal fraction of at most 9 fraction digits')
const price = text.describe('Decimal text in major units')
const payee = text.describe('Who earns')
const asset = text.meta({ pattern: assetPattern.source, description: '`kind:path`' })
const version = text.meta({ pattern: versionPattern.source })
const currency = text.meta({ pattern: currencyPattern.source })
const time = text.describe('RFC 3339 with zone, or a day, which is its first moment in UTC')
const units = z.union([z.number(), text]).describe('A whole number from 1')

const prices = {
  perCall: price.optional(),
  perMillion: z
    .strictObject({
      input: price.optional(),
      output: price.optional(),
      cacheRead: price.optional(),
      cacheWrite: price.optional(),
    })
    .optional()
    .describe('For a million tokens of a class'),
}

const use = z.strictObject({
  asset: asset.describe('The source, as `kind:path`'),
  version: version.optional().describe('Left out: the latest, which the release pins'),
  relation: text.meta({ enum: relations }).default('composedOf').describe('How the agent uses the source'),
  policy: text
    .meta({ enum: policies })
    .default('relative')
    .describe(
      '`relative`: a share of what the agent receives; `absolute`: a share of its base, after all of its sources',
    ),
  share,
  until: time.optional().describe('The edge carries nothing of calls from this day on'),
  caps: z
    .array(z.strictObject({ currency, amount: price }))
    .max(listedMax)
    .optional()
    .describe('What a relative edge carries at most, to date'),
})

export const agentFile = z
  .strictObject({
    asset: asset.describe('What is released, as `kind:path`'),
    version: version.describe('Its name among the versions of the asset'),
    owner: payee.optional().describe('Needed where the asset is not registered yet'),
    name: text.optional(),
    license: text.optional(),
    metadataUri: text.optional(),
    releasedAt: time.optional().describe('Default: `time`'),
    contentDigest: text.optional(),
    uses: z.array(use).max(listedMax).optional().describe('What the agent is built from'),
    holders: z
      .array(z.strictObject({ payee, share }))
      .max(listedMax)
      .optional()
      .describe('Who holds the version; default: the owner alone'),
    contributorShare: share.optional().describe('Of what the version keeps, to contributors by units'),
    contributors: z
      .array(z.strictObject({ payee, units }))
      .max(listedMax)
      .optional()
      .describe('Default: all contributions recorded for the asset'),
    rate: z
      .strictObject({
        currency,
        effectiveFrom: time.optional().describe('Default: `time`'),
        ...prices,
      })
      .optional()
      .describe('Prices of calls that come without an amount'),
    costs: z
      .array(
        z.strictObject({
          payee,
          currency,
          effectiveFrom: time.optional().describe('Default: `time`'),
          ...prices,
          share: share.optional().describe("Of the call's amount"),
        }),
      )
      .max(listedMax)
      .optional()
      .describe('What a call costs before its revenue is divided, and who earns that'),
    source: text.optional().describe('`source` of the events; default: `composer`'),
    time: time.optional().describe('`time` of the events; default: now'),
  })
  .describe('An agent built from models, datasets and tools, for `headwater release`')
  .meta({ id: 'AgentFile' })

export type AgentFile = Answer<typeof agentFile>

/** An event that a file stands for. */
export const composedEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string(),
    time: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'ComposedEvent' })

export type ComposedEvent = Answer<typeof composedEvent>

/** Why a release would be refused, and where in the file. */
export const compositionFault = z
  .object({
    code: z.string().describe('Stable; see docs/errors.md'),
    message: z.string(),
    path: z.string().describe('JSON pointer into the file; empty for the whole of it'),
    event: count.nullable().describe('Which of the events is refused, from 0; null: the file itself'),
    fix: z.string().describe('What to do'),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
  })
  .meta({ id: 'CompositionFault' })

export type CompositionFault = Answer<typeof compositionFault>
