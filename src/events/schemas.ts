/** The ten types of events, written once: parse.ts reads by them, scripts/schemas.ts makes JSON Schemas of them. */
import { z } from 'zod'
import { coded, optional } from './coded.ts'
import * as field from './fields.ts'

const notObject = { error: coded('event.malformed', 'This is not a JSON object.') }
const notList = { error: coded('event.malformed', 'This is not a list.') }
const emptyList = { error: coded('event.malformed', 'The list is empty.') }

const weighted = z.array(z.object({ payee: field.payee, units: field.units }, notObject), notList)

const tokenCounts = z.object(
  {
    input: optional(field.tokens),
    output: optional(field.tokens),
    cacheRead: optional(field.tokens),
    cacheWrite: optional(field.tokens),
  },
  notObject,
)

const tokenPrices = z.object(
  {
    input: optional(field.price),
    output: optional(field.price),
    cacheRead: optional(field.price),
    cacheWrite: optional(field.price),
  },
  notObject,
)

/** Data of each type. What joins fields (both or neither, sums) is in rules.ts. */
export const dataSchemas = {
  'io.headwater.currency.registered': z
    .object(
      {
        currency: field.currency,
        decimals: field.decimals,
        chain: optional(field.chain),
        token: optional(field.address),
      },
      notObject,
    )
    .describe('A currency, with the token that pays it out or without. chain and token: both or neither.'),
  'io.headwater.currency.bound': z
    .object({ currency: field.currency, chain: field.chain, token: field.address }, notObject)
    .describe('Gives a currency without a token its token, once.'),
  'io.headwater.fee.set': z
    .object({ share: field.feeShare, payee: field.payee, effectiveFrom: field.time }, notObject)
    .describe('The platform fee on direct revenue from a moment on.'),
  'io.headwater.payee.registered': z
    .object({ payee: field.payee, name: optional(field.text), account: optional(field.account) }, notObject)
    .describe('Names a payee; again: updates the name, binds the account.'),
  'io.headwater.payee.bound': z
    .object({ payee: field.payee, account: field.account }, notObject)
    .describe('Binds the account that pays a payee on a chain; replaces the one before.'),
  'io.headwater.asset.registered': z
    .object(
      {
        asset: field.asset,
        owner: field.payee,
        name: optional(field.text),
        license: optional(field.text),
        metadataUri: optional(field.text),
      },
      notObject,
    )
    .describe('A dataset, model, agent or tool that can earn.'),
  'io.headwater.contribution.recorded': z
    .object({ asset: field.asset, contributions: weighted.min(1, emptyList) }, notObject)
    .describe('Accepted work on an asset, in units, by payee.'),
  'io.headwater.version.released': z
    .object(
      {
        asset: field.asset,
        version: field.version,
        releasedAt: optional(field.time),
        contentDigest: optional(field.text),
        holders: optional(z.array(z.object({ payee: field.payee, share: field.share }, notObject), notList)),
        contributorShare: optional(field.share),
        contributors: optional(weighted),
        derivedFrom: optional(
          z.array(
            z.object(
              {
                asset: field.asset,
                version: optional(field.version),
                relation: field.relation,
                policy: field.policy,
                share: field.share,
              },
              notObject,
            ),
            notList,
          ),
        ),
      },
      notObject,
    )
    .describe(
      'An immutable release with its lineage and terms. Holder shares and contributorShare add up to 1.',
    ),
  'io.headwater.rate.set': z
    .object(
      {
        asset: field.asset,
        currency: field.currency,
        effectiveFrom: field.time,
        perCall: optional(field.price),
        perMillion: optional(tokenPrices),
      },
      notObject,
    )
    .describe('Prices of an asset in major units from a moment on; at least one price.'),
  'io.headwater.call.metered': z
    .object(
      {
        asset: field.asset,
        version: optional(field.version),
        amount: optional(field.price),
        currency: optional(field.currency),
        caller: optional(field.text),
        agent: optional(field.text),
        tokens: optional(tokenCounts),
        traceId: optional(field.text),
        providerCallId: optional(field.text),
      },
      notObject,
    )
    .describe(
      'A call of an asset, with its amount or with tokens that the asset’s rate prices. amount and currency: both or neither.',
    ),
} as const

export type EventType = keyof typeof dataSchemas
export type RegistryEventType = Exclude<EventType, 'io.headwater.call.metered'>

export const eventTypes = Object.keys(dataSchemas) as readonly EventType[]

const notSpecversion = { error: coded('event.specversion', 'specversion must be "1.0".') }

/** What every event has beside its data: the attributes of CloudEvents 1.0 that count. */
export const envelopeSchema = z
  .object(
    {
      specversion: z.literal('1.0', notSpecversion),
      id: field.text,
      source: field.text,
      type: z.string({ error: coded('event.malformed', 'type is not a string.') }),
      time: field.time,
    },
    notObject,
  )
  .describe('A CloudEvents 1.0 event in JSON. Other attributes are allowed and do not count.')

/** The whole event of one type, for JSON Schema. */
export function eventSchema(type: EventType): z.ZodType {
  return envelopeSchema.extend({ type: z.literal(type), data: dataSchemas[type] })
}
