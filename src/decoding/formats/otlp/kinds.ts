/** Which spans are calls of a model. Each other kind has its own reason. */
import { typeSkipped } from '../litellmCallTypes.ts'
import { type Facts, factOf, factText } from './facts.ts'

/** What a span is: `inference`, or why it bills nothing, or an operation that is not known. */
export type Kind = 'inference' | { readonly skipped: string } | { readonly unknownOperation: string }

/** By the mapping: names of operations that this table does not have. */
type Operations = Readonly<Record<string, 'inference' | 'skip'>>

/**
 * Values of `gen_ai.operation.name` for inference. The conventions have the first four; LiteLLM writes its call types, and
 * Semantic Kernel, Sentry and OpenLLMetry have names of their own.
 */
const inference = new Set([
  'chat',
  'text_completion',
  'generate_content',
  'embeddings',
  'completion',
  'acompletion',
  'atext_completion',
  'embedding',
  'aembedding',
  'responses',
  'aresponses',
  'anthropic_messages',
  'agenerate_content',
  'generate_content_stream',
  'agenerate_content_stream',
  'image_generation',
  'aimage_generation',
  'transcription',
  'atranscription',
  'speech',
  'aspeech',
  'chat.completions',
  'text.completions',
  'chat_completion',
  'chat_completions',
  'completions',
  'response',
  'image',
  'audio',
  'embed',
  'realtime',
  'arealtime',
  '_arealtime',
  'message',
  'messages',
  'generate_text',
  'stream_text',
  'generate_object',
  'stream_object',
])

/** Operations that repeat the tokens of their children, or call no model. */
const others = new Set([
  'create_agent',
  'invoke_agent',
  'invoke_workflow',
  'execute_tool',
  'retrieval',
  'plan',
  'rerank',
  'handoff',
  'guardrail',
  'evaluate',
  'search_memory',
  'create_memory',
  'update_memory',
  'upsert_memory',
  'delete_memory',
  'create_memory_store',
  'delete_memory_store',
  'agent',
  'agent_run',
  'chain',
  'workflow',
  'workflow_run',
  'workflow_step',
  'task',
  'tool',
  'tool_call',
  'retriever',
  'parser',
  'prompt',
  'framework',
  'vectordb',
  'fine_tuning',
  'execute_event_loop_cycle',
  // Of Mastra: parts of a `chat`.
  'model_step',
  'model_chunk',
  'model_inference',
])

const requestTypes: Readonly<Record<string, Kind>> = {
  chat: 'inference',
  completion: 'inference',
  embedding: 'inference',
  rerank: { skipped: 'rerank span' },
}

const spanKinds: Readonly<Record<string, Kind>> = {
  llm: 'inference',
  embedding: 'inference',
  generation: 'inference',
  chat_model: 'inference',
  chat: 'inference',
  completion: 'inference',
  model_generation: 'inference',
}

const signs = [
  ['tool', { skipped: 'tool span' }],
  ['http', { skipped: 'HTTP span' }],
  ['database', { skipped: 'database span' }],
  ['rpc', { skipped: 'RPC span' }],
  ['messaging', { skipped: 'messaging span' }],
] as const

/** A type of LiteLLM that calls no model is no inference anywhere. */
const noRules = { callTypes: {} }

const anotherKind = { skipped: 'span of another kind' } as const
const withoutModel = { skipped: 'span with token counts and no model' } as const

/** @param hasCounts whether a token count is stated */
export function kindOf(facts: Facts, hasCounts: boolean, operations: Operations): Kind {
  const refined = factText(facts, 'refinedKind')
  if (refined !== undefined && kindNamed(refined) !== 'inference') return kindNamed(refined)
  const operation = factText(facts, 'operation')?.toLowerCase()
  const hasModel = factText(facts, 'requestModel') ?? factText(facts, 'responseModel')
  const looksLikeCall = hasCounts && hasModel !== undefined
  const stated =
    operation === undefined ? statedKind(facts) : operationKind(operation, looksLikeCall, operations)
  if (stated !== undefined) return stated
  if (looksLikeCall) return 'inference'
  if (hasCounts) return withoutModel
  for (const [meaning, kind] of signs) if (factOf(facts, meaning) !== undefined) return kind
  return anotherKind
}

function operationKind(operation: string, looksLikeCall: boolean, operations: Operations): Kind {
  if (Object.hasOwn(operations, operation)) {
    return operations[operation] === 'inference' ? 'inference' : { skipped: reasonOf(operation) }
  }
  if (inference.has(operation)) return 'inference'
  if (!looksLikeCall || others.has(operation)) return { skipped: reasonOf(operation) }
  const reason = typeSkipped(operation, noRules)
  if (reason !== undefined) return { skipped: reason }
  return { unknownOperation: operation }
}

/** By the attributes that other dialects have in place of the operation. */
function statedKind(facts: Facts): Kind | undefined {
  if (factOf(facts, 'agentRun') !== undefined) return { skipped: 'agent span' }
  const spanKind = factText(facts, 'spanKind')
  if (spanKind !== undefined) return kindNamed(spanKind)
  const observation = factText(facts, 'observationType')
  if (observation !== undefined) return kindNamed(observation)
  const aiOperation = factText(facts, 'aiOperation')
  if (aiOperation !== undefined) return aiKind(aiOperation)
  const requestType = factText(facts, 'requestType')
  if (requestType !== undefined && Object.hasOwn(requestTypes, requestType)) return requestTypes[requestType]
  const entity = factText(facts, 'entityKind')
  return entity === undefined ? undefined : kindNamed(entity)
}

function kindNamed(written: string): Kind {
  const name = written.toLowerCase()
  return Object.hasOwn(spanKinds, name) ? spanKinds[name]! : { skipped: reasonOf(name) }
}

/** `ai.generateText` and its kin are around the calls `ai.generateText.doGenerate`, and repeat the sum of their tokens. */
function aiKind(operation: string): Kind {
  if (/\.do[A-Z]\w*$/.test(operation))
    return operation.endsWith('Rerank') ? { skipped: 'rerank span' } : 'inference'
  return operation === 'ai.toolCall' ? { skipped: 'tool span' } : { skipped: reasonOf(operation) }
}

const shownMax = 64

function reasonOf(name: string): string {
  return `${name.slice(0, shownMax)} span`
}
