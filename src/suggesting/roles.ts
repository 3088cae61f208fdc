/** What fields of exports are called. The first pattern of a role that a field's name has is its best name. */
import type { SampledField } from './sample.ts'

export type Role =
  | 'id'
  | 'time'
  | 'model'
  | 'provider'
  | 'input'
  | 'output'
  | 'cacheRead'
  | 'cacheWrite'
  | 'total'
  | 'cost'
  | 'currency'
  | 'status'
  | 'cacheHit'
  | 'caller'
  | 'trace'
  /** Of exports with a row for each kind of token. */
  | 'tokenType'
  | 'quantity'

/** Names are compared in lower case and with `_` between words. */
const names: Readonly<Record<Role, readonly RegExp[]>> = {
  id: [
    /^(?:request|generation|call|completion)_id$/,
    /^(?:id|uuid)$/,
    /(?:^|_)(?:log|event|record|response)_id$|^vorgang$/,
    /(?:^|_)id$/,
  ],
  time: [
    /^(?:request_)?created(?:_at)?$/,
    /^(?:start_time|started_at|request_start_time|charge_period_start)$/,
    /^(?:timestamp|time|datetime|date_time|occurred_at|usage_start_time|ts|epoch|unix_time)$/,
    /(?:created|started|start|starting|time|timestamp|date|datum|zeitpunkt)(?:_at|_time|_utc|_iso)?$/,
  ],
  model: [
    /^(?:request_model|model|model_name|model_id|ai_model|model_slug|model_permaslug)$/,
    /(?:^|_)(?:model|model_name|model_id|modell)$/,
    /^(?:deployment|deployment_name|resource_name|sku_meter)$/,
  ],
  provider: [/^(?:custom_llm_provider|provider|ai_org|ai_provider|model_provider|provider_name|vendor)$/],
  input: [
    /(?:^|_)uncached_input_tokens$/,
    /^(?:usage_)?(?:prompt_tokens|input_tokens|tokens_prompt|req_units|native_tokens_prompt)$/,
    /(?:^|_)(?:prompt_tokens|input_tokens|context_tokens|prompt_token_count|tokens_in|input_token_count)$/,
    /^(?:n_context_tokens_total|eingabe|eingabe_tokens)$/,
  ],
  output: [
    /^(?:usage_)?(?:completion_tokens|output_tokens|tokens_completion|res_units|native_tokens_completion)$/,
    /(?:^|_)(?:completion_tokens|output_tokens|generated_tokens|candidates_token_count|tokens_out|output_token_count)$/,
    /^(?:n_generated_tokens_total|ausgabe|ausgabe_tokens)$/,
  ],
  cacheRead: [
    /cache(?:d)?_read/,
    /(?:^|_)(?:cached_tokens|cached_input_tokens|input_cached_tokens|native_tokens_cached)$/,
  ],
  cacheWrite: [/cache(?:d)?_(?:write|creation)/],
  total: [/(?:^|_)(?:total_tokens|tokens_total|total_units|total_token_count)$/],
  cost: [
    /^(?:total_cost|cost|cost_usd|spend|billed_cost|total_cost_usd|response_cost|amount_value)$/,
    /(?:^|_)(?:cost|spend|betrag)(?:_usd|_eur)?$/,
    /(?:cost|spend|betrag)/,
    // An amount may be a quantity, and a price that of one unit.
    /^(?!.*(?:usage|consumed|unit|tax|list|discount|credit)).*(?:^|_)(?:amount|charge|price|value)(?:_usd|_eur)?$/,
  ],
  currency: [/(?:^|_)currency(?:_code)?$/],
  status: [/^(?:is_success|success|status|response_status|status_code|response_status_code|http_status)$/],
  cacheHit: [/^(?:cache_hit|cached|is_cached|from_cache)$/],
  caller: [
    /^(?:user_id|user|end_user|customer_id|external_user|request_user_id)$/,
    /(?:^|_)(?:user|user_id)$/,
  ],
  tokenType: [/^(?:token_type|usage_type|token_class|tokenart)$/],
  quantity: [/^(?:quantity|count|tokens|token_count|consumed_quantity|menge|anzahl)$/],
  trace: [/^(?:trace_id|session_id|conversation_id)$/],
}

/** Fields of a role, the best first. */
export function fieldsOf(role: Role, fields: readonly SampledField[]): SampledField[] {
  const patterns = names[role]
  return fields
    .map((field) => ({ field, rank: patterns.findIndex((pattern) => pattern.test(lastName(field.name))) }))
    .filter(({ rank }) => rank >= 0)
    .sort((one, other) => one.rank - other.rank || depthOf(one.field) - depthOf(other.field))
    .map(({ field }) => field)
}

/** Of a place in JSON, the last name: `usage.prompt_tokens` is `prompt_tokens`. */
function lastName(name: string): string {
  return name
    .slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1)
    .replace(/#\d+$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
}

/** A field that names an account, a product or a place, and never one call. */
export function namesMany({ name }: SampledField): boolean {
  return many.test(
    name
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .toLowerCase(),
  )
}

const many =
  /(?:account|subscription|project|workspace|organization|organisation|org|tenant|team|user|customer|session|trace|conversation|sku|sku_price|price|resource|region|service|product|meter|invoice|model|deployment|api_key|key|source)_(?:id|uuid)$/

function depthOf({ name }: SampledField): number {
  return name.split(/[./]/).length
}
