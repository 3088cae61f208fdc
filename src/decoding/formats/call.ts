/** Turns a gateway's call into a call event. */
import { callType } from '../../events/index.ts'
import type { GatewayMapping } from './mapping.ts'
import { declaredAmount } from './record.ts'

export interface GatewayCall {
  readonly id: string
  /** RFC 3339. */
  readonly time: string
  readonly provider: string | undefined
  /** Names of the model, in order of precedence. */
  readonly models: readonly (string | undefined)[]
  /** The classes are disjoint. */
  readonly tokens: {
    readonly input: number | undefined
    readonly output: number | undefined
    readonly cacheRead: number | undefined
    readonly cacheWrite: number | undefined
  }
  readonly cost?: { readonly value: unknown; readonly path: string; readonly currency?: string | undefined }
  readonly caller?: string | undefined
  readonly agent?: string | undefined
  readonly traceId?: string | undefined
  readonly providerCallId?: string | undefined
}

/** The CloudEvent of a call. It is judged like any other event. */
export function callEvent(call: GatewayCall, format: string, mapping: GatewayMapping): unknown {
  const { id, time, tokens, caller, agent, traceId, providerCallId } = call
  const source = mapping.source ?? format
  return {
    specversion: '1.0',
    type: callType,
    source,
    id,
    time,
    data: {
      ...assetOf(call, mapping),
      ...amountOf(call, mapping),
      tokens: { ...tokens },
      caller,
      agent,
      traceId,
      providerCallId,
    },
  }
}

function amountOf(call: GatewayCall, mapping: GatewayMapping): { amount?: string; currency?: string } {
  if (mapping.amountFrom === 'rateCard' || !call.cost) return {}
  const amount = declaredAmount(call.cost.value, call.cost.path, mapping.amountDigits)
  return amount === undefined ? {} : { amount, currency: call.cost.currency ?? mapping.currency }
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
