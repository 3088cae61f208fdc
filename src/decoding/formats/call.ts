/** Turns a gateway's call into a call event. */
import { fail } from '../../errors.ts'
import { callType } from '../../events/index.ts'
import { assetName } from '../assetName.ts'
import type { UsageReading } from '../usage/index.ts'
import { amountDeclared, type Costs, type DeclaredCost } from './costs.ts'
import type { MappedCall } from './mapped.ts'
import type { GatewayMapping } from './mapping.ts'
import { modelNames } from './modelNames.ts'

interface GatewayCall {
  readonly id: string
  /** RFC 3339. */
  readonly time: string
  readonly provider: string | undefined
  /** Names of the model, in order of precedence. */
  readonly models: readonly (string | undefined)[]
  readonly usage: UsageReading
  readonly costs: Costs
  readonly caller?: string | undefined
  readonly agent?: string | undefined
  readonly traceId?: string | undefined
  readonly providerCallId?: string | undefined
}

/** The CloudEvent of a call. It is judged like any other event. */
export function callEvent(call: GatewayCall, format: string, mapping: GatewayMapping): MappedCall {
  const { id, time, usage, caller, agent, traceId, providerCallId } = call
  const source = mapping.source ?? format
  const amount = amountOf(call, mapping)
  const event = {
    specversion: '1.0',
    type: callType,
    source,
    id,
    time,
    data: {
      ...assetOf(call, mapping),
      ...amount,
      tokens: usage.tokens,
      caller,
      agent,
      traceId,
      providerCallId,
    },
  }
  const reading = readingOf(usage, amount?.amount)
  const made = reading === undefined ? { event } : { event, reading }
  return usage.from ? { ...made, from: usage.from } : made
}

/** A declared 0 for tokens is right for a free model, and wrong for one whose price the gateway does not know. */
function readingOf({ reading, usable }: UsageReading, amount: string | undefined): string | undefined {
  if (!usable || amount !== '0') return reading
  return reading === undefined ? declaredZero : `${reading}; ${declaredZero}`
}

const declaredZero = 'declared cost is 0'

/** @throws HeadwaterError `record.unpriced` where the record has neither the cost nor the tokens that price it */
function amountOf({ usage, costs }: GatewayCall, mapping: GatewayMapping): ReturnType<typeof amountDeclared> {
  const { amountFrom, withoutTokens } = mapping
  const declared = amountFrom === 'rateCard' ? undefined : amountDeclared(costs, mapping)
  if (declared) return declared
  if (amountFrom === 'declared') {
    const path = missingCost(costs, mapping)?.path ?? ''
    fail('record.unpriced', `The record declares no cost${path && ` at ${path}`}.`, {
      path,
      fix: 'Export the cost, or price such records by the rate of the asset: "amountFrom": "declared-or-rate" in the mapping.',
    })
  }
  if (usage.usable || withoutTokens === 'count') return undefined
  return fail('record.unpriced', 'The record has no count of tokens above 0, so no rate per token prices it.')
}

/** Where the cost would be that the mapping asks for. */
function missingCost({ total, upstream }: Costs, { cost }: GatewayMapping): DeclaredCost | undefined {
  const hasTotal = (total?.value ?? undefined) !== undefined && total?.value !== ''
  return cost === 'upstream' || (cost === 'both' && hasTotal) ? upstream : total
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
  const find = modelNames(mapping.models)
  for (const name of names) {
    const known = find(name)
    if (known) return { asset: known.asset, ...(known.version !== undefined && { version: known.version }) }
  }
  const model = names[0]
  if (model === undefined) return {}
  if (mapping.asset !== undefined) {
    const names: Readonly<Record<string, string>> = { '{provider}': provider ?? '', '{model}': model }
    return { asset: mapping.asset.replaceAll(/\{provider\}|\{model\}/g, (name) => assetName(names[name]!)) }
  }
  return {
    asset: `model:${assetName(provider === undefined || model.includes('/') ? model : `${provider}/${model}`)}`,
  }
}
