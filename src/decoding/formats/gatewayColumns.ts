/** Columns of gateways' own tables, by which a file of CSV shows whose it is. */
import type { GatewayFormat } from './names.ts'

/** One name of each list is a column of the table. */
const tables: readonly (readonly [gateway: GatewayFormat, names: readonly (readonly string[])[]])[] = [
  [
    'litellm',
    [
      ['request_id', 'id'],
      ['startTime', 'start_time'],
      ['call_type', 'custom_llm_provider', 'spend'],
      ['model'],
    ],
  ],
  [
    'openrouter',
    [
      ['generation_id', 'id', 'date'],
      ['created_at', 'date'],
      ['tokens_prompt', 'native_tokens_prompt', 'byok_usage_inference'],
      ['model', 'model_permaslug'],
    ],
  ],
  [
    'langfuse',
    [
      ['id'],
      ['startTime', 'start_time'],
      ['type'],
      ['usageDetails', 'usage_details', 'usage', 'promptTokens'],
      ['model', 'providedModelName', 'provided_model_name'],
    ],
  ],
]

/** Whether a gateway has such tables. */
export function hasTable(format: string): boolean {
  return tables.some(([gateway]) => gateway === format)
}

/** The gateway whose table has these columns. @param wanted the only one that is asked for */
export function gatewayOf(columns: readonly string[], wanted?: string): GatewayFormat | undefined {
  const names = new Set(columns)
  return tables.find(
    ([gateway, needed]) =>
      (wanted === undefined || gateway === wanted) &&
      needed.every((alternatives) => alternatives.some((name) => names.has(name))),
  )?.[0]
}

/** A table whose rows do not all bill, and how to read it right. */
interface MixedTable {
  readonly name: string
  readonly nothing: string
  readonly fix: string
}

const litellmTable: MixedTable = {
  name: 'LiteLLM’s spend logs',
  nothing: 'failed calls, answers from the cache and look-ups of stored responses',
  fix: 'Read the file with --format litellm, which needs no mapping of columns. Or say in "where" of the mapping which rows bill: docs/mappings.md.',
}

const heliconeTable: MixedTable = {
  name: 'Helicone’s export',
  nothing: 'failed calls and answers from the cache',
  fix: 'Begin with examples/mappings/helicone-csv.json, or say in "where" of the mapping which rows bill: docs/mappings.md.',
}

const heliconeColumns = ['request_id', 'response_status', 'prompt_tokens', 'costUSD', 'cache_enabled']

/** The table that has these columns, if its rows say by them that some bill nothing. */
export function mixedTable(columns: readonly string[]): MixedTable | undefined {
  if (heliconeColumns.every((name) => columns.includes(name))) return heliconeTable
  const isLitellm = columns.includes('call_type') && gatewayOf(columns, 'litellm') !== undefined
  return isLitellm ? litellmTable : undefined
}
