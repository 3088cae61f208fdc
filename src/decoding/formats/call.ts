/** Turns a gateway's call into a call event. */
import { fail } from '../../errors.ts'
import { callType } from '../../events/index.ts'
import type { UsageReading } from '../usage/index.ts'
import type { MappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { declaredAmount } from './record.ts'

export interface GatewayCall {
  readonly id: string
  /** RFC 3339. */
  readonly time: string
  readonly provider: string | undefined
  /** Names of the model, in order of precedence. */
  readonly models: readonly (string | undefined)[]
  readonly usage: UsageReading
  readonly cost?: { readonly value: unknown; readonly path: string; readonly currency?: string | undefined }
  readonly caller?: string | undefined
  readonly agent?: string | undefined
  readonly traceId?: string | undefined
  readonly providerCallId?: string | undefined
}

/** The CloudEvent of a call. It is judged like any other event. */
export function callEvent(call: GatewayCall, format: string, mapping: GatewayMapping): MappedCall {
  const { id, time, usage, caller, agent, traceId, providerCallId } = call
  const source = mapping.source ?? format
  const event = {
    specversion: '1.0',
    type: callType,
    source,
    id,
    time,
    data: {
      ...assetOf(call, mapping),
      ...amountOf(call, mapping),
      tokens: usage.tokens,
      caller,
      agent,
      traceId,
      providerCallId,
    },
  }
  return usage.reading === undefined ? { event } : { event, reading: usage.reading }
}

/** @throws HeadwaterError `record.unpriced` where the record has neither the cost nor the tokens that price it */
function amountOf({ usage, cost }: GatewayCall, mapping: GatewayMapping): { amount?: string; currency?: string } {
  const { amountFrom, withoutTokens } = mapping
  if (amountFrom !== 'rateCard' && cost) {
    const amount = declaredAmount(cost.value, cost.path, mapping.amountDigits)
    if (amount !== undefined) return { amount, currency: cost.currency ?? mapping.currency }
  }
  if (amountFrom === 'declared') {
    fail('record.unpriced', `The record declares no cost at ${cost?.path ?? 'any known place'}.`, {
      ...(cost && { path: cost.path }),
      fix: 'Export the cost, or price such records by the rate of the asset: "amountFrom": "declared-or-rate" in the mapping.',
    })
  }
  if (usage.usable || withoutTokens === 'count') return {}
  return fail('record.unpriced', 'The record has no count of tokens above 0, so no rate per token prices it.')
}

/**
 * By the mapping's models, otherwise by its template, otherwise `model:provider/model`, or `model:model` where the name
 * already has a provider or the provider is unknown.
 */
function assetOf(
  { models, provider }: GatewayCall,
  mapping: GatewayMapping,
): { asset?: string; version?: string } {
  const names = models.filter((name) => name !== undefined)
  for (const name of names) {
    const known = Object.hasOwn(mapping.models, name) ? mapping.models[name] : undefined
    if (typeof known === 'string') return { asset: known }
    if (known) return { asset: known.asset, ...(known.version !== undefined && { version: known.version }) }
  }
  const model = names[0]
  if (model === undefined) return {}
  if (mapping.asset !== undefined) {
    return { asset: mapping.asset.replaceAll('{provider}', provider ?? '').replaceAll('{model}', model) }
  }
  return {
    asset: provider === undefined || model.includes('/') ? `model:${model}` : `model:${provider}/${model}`,
  }
}
