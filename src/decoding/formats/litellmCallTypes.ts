/**
 * What LiteLLM's types of calls bill, by the table in docs/ingestion.md. A type that makes no inference bills nothing,
 * even where its row repeats the tokens of the call that it looks up.
 */
import type { GatewayMapping } from './mapping.ts'

/** Reasons, and the types without the `a`, `a_` or `_a` of their asynchronous form. */
const table: readonly (readonly [reason: string, types: string])[] = [
  [
    'look-up of a stored response',
    'get_responses delete_responses cancel_responses list_responses list_input_items get_interaction delete_interaction cancel_interaction',
  ],
  ['batch under way', 'create_batch cancel_batch list_batches'],
  [
    'file or job of a provider',
    'create_file file_retrieve file_delete file_list file_content create_fine_tuning_job cancel_fine_tuning_job ' +
      'list_fine_tuning_jobs retrieve_fine_tuning_job create_container list_containers retrieve_container ' +
      'delete_container list_container_files upload_container_file create_skill list_skills get_skill delete_skill',
  ],
  [
    'vector store',
    'vector_store_create vector_store_search vector_store_list vector_store_retrieve vector_store_update ' +
      'vector_store_delete vector_store_file_create vector_store_file_list vector_store_file_retrieve ' +
      'vector_store_file_content vector_store_file_update vector_store_file_delete search',
  ],
  [
    'assistant or thread',
    'get_assistants create_assistants delete_assistant create_thread get_thread add_message get_messages',
  ],
  [
    'look-up of a video',
    'video_retrieve video_content video_list video_retrieve_job video_delete video_get_character',
  ],
  ['moderation', 'moderation'],
  ['tool call', 'call_mcp_tool list_mcp_tools'],
  ['sandbox', 'create_sandbox delete_sandbox run_code code_interpreter_tool'],
  [
    'key of a realtime session',
    'create_realtime_client_secret create_realtime_transcription_session create_realtime_translation_client_secret',
  ],
]

const reasons: ReadonlyMap<string, string> = new Map(
  table.flatMap(([reason, types]) =>
    types
      .split(' ')
      .flatMap((type) => [type, `a${type}`, `a_${type}`, `_a${type}`].map((name) => [name, reason] as const)),
  ),
)

/** Of types that are in no table: these words ask for something that exists. */
const lookUp = /^a?_?(?:get|list|retrieve|delete|cancel)_|_(?:get|list|retrieve|delete)$/

/** A batch is polled until it is finished, and its last poll has the tokens of all its calls. */
export function isBatchPoll(type: string | undefined): boolean {
  return type === 'aretrieve_batch' || type === 'retrieve_batch'
}

/**
 * The batch that a poll asks for, as its provider names it. LiteLLM wraps the name for batches that it manages, and its
 * own row for the cost of a batch has it in the id.
 */
export function batchOf(answered: string | undefined, id: string | undefined): string | undefined {
  if (answered === undefined) return costRow.exec(id ?? '')?.[1]
  const managed = answered.startsWith(managedPrefix) && Buffer.from(answered, 'base64url').toString('latin1')
  return (managed && managedBatch.exec(managed)?.[1]) || answered
}

const costRow = /^(.+)_batch_cost$/
/** `litellm_proxy` in base64. */
const managedPrefix = 'bGl0ZWxsbV9wcm94e'
const managedBatch = /(?:^|[;,])llm_batch_id[:,]([^;,]+)/

/** Why a call of this type bills nothing; undefined if it bills. */
export function typeSkipped(
  type: string | undefined,
  mapping: Pick<GatewayMapping, 'callTypes'>,
): string | undefined {
  if (type === undefined) return undefined
  const rule = Object.hasOwn(mapping.callTypes, type) ? mapping.callTypes[type] : undefined
  if (rule === 'bill') return undefined
  if (rule === 'skip') return `${type} call, by the mapping`
  if (isBatchPoll(type)) return undefined
  const reason = reasons.get(type) ?? (lookUp.test(type) ? 'look-up' : undefined)
  return reason && `${reason} (${type})`
}
