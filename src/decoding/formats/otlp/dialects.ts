/**
 * The attributes by which instrumentations describe an inference. One table: a dialect with its name, the versions that
 * were read, its public source, and its attributes by what they mean. A name that comes earlier has precedence, and so
 * has a dialect. Names of token counts are known to the reader of usage; this table says which attributes are counts, and
 * gives the names that mean something else there.
 */

/** The attribute, and where it differs, the name that it has for the reader of usage. */
type Count = string | readonly [attribute: string, name: string]

interface Dialect {
  readonly name: string
  readonly versions: string
  readonly source: string
  /** Its attributes count only in spans and events whose name begins so: they are too general for others. */
  readonly within?: string
  readonly attributes: { readonly [Name in Meaning]?: readonly string[] }
  readonly counts?: readonly Count[]
  /** Where no stated total decides; default: the input includes the cached tokens. */
  readonly inputIncludesCache?: false
}

/** What an attribute may say, except counts. */
export const meanings = [
  // Which kind of span it is, in the order in which the statements count.
  'operation',
  'spanKind',
  'observationType',
  'aiOperation',
  'requestType',
  'entityKind',
  'eventName',
  // The call.
  'requestModel',
  'responseModel',
  'provider',
  'responseId',
  'requestId',
  'session',
  'sequence',
  'caller',
  'agent',
  'error',
  'level',
  // Its cost: a number, or JSON text with the field `total`.
  'cost',
  'costDetails',
  'currency',
  // Token counts as JSON text.
  'usageDetails',
  // Signs of spans that are no inference.
  'tool',
  'http',
  'database',
  'rpc',
  'messaging',
] as const
export type Meaning = (typeof meanings)[number]

/** Kinds of tokens, which the input and the output include. */
function modalities(attribute: (side: 'input' | 'output', kind: string) => string): Count[] {
  return ['text', 'audio', 'image', 'video'].flatMap((kind) =>
    (['input', 'output'] as const).map(
      (side) => [attribute(side, kind), `${side}_details.${kind}_tokens`] as const,
    ),
  )
}

export const dialects: readonly Dialect[] = [
  {
    name: 'OpenTelemetry GenAI',
    versions: '1.27 to 1.44',
    source: 'https://github.com/open-telemetry/semantic-conventions-genai',
    attributes: {
      operation: ['gen_ai.operation.name'],
      eventName: ['event.name'],
      requestModel: ['gen_ai.request.model'],
      responseModel: ['gen_ai.response.model'],
      provider: ['gen_ai.provider.name', 'gen_ai.system'],
      responseId: ['gen_ai.response.id'],
      caller: ['user.id', 'enduser.id'],
      agent: ['gen_ai.agent.id', 'gen_ai.agent.name'],
      error: ['error.type'],
      cost: ['gen_ai.usage.cost.amount'],
      currency: ['gen_ai.usage.cost.currency'],
      tool: ['gen_ai.tool.name', 'gen_ai.tool.call.id'],
    },
    counts: [
      'gen_ai.usage.input_tokens',
      'gen_ai.usage.output_tokens',
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.usage.prompt_tokens',
      'gen_ai.usage.completion_tokens',
      ...modalities((side, kind) => `gen_ai.usage.${kind}.${side}_tokens`),
    ],
  },
  {
    name: 'OpenLLMetry',
    versions: '0.10 to 0.60',
    source: 'https://github.com/traceloop/openllmetry',
    attributes: {
      requestType: ['llm.request.type'],
      entityKind: ['traceloop.span.kind'],
      requestModel: ['llm.request.model'],
      responseModel: ['llm.response.model'],
      provider: ['llm.vendor'],
    },
    counts: [
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.total_tokens',
      'llm.usage.prompt_tokens',
      'llm.usage.completion_tokens',
      'llm.usage.total_tokens',
      'llm.usage.cache_read_input_tokens',
      'llm.usage.cache_creation_input_tokens',
      'llm.usage.reasoning_tokens',
    ],
  },
  {
    name: 'LiteLLM',
    versions: '1.40 to 1.85',
    source: 'https://docs.litellm.ai/docs/observability/opentelemetry_integration',
    attributes: {
      requestId: ['gen_ai.request.id'],
      cost: ['gen_ai.cost.total_cost'],
    },
  },
  {
    name: 'OpenLIT',
    versions: '1.30 to 1.36',
    source: 'https://github.com/openlit/openlit',
    attributes: { cost: ['gen_ai.usage.cost'] },
  },
  {
    name: 'LiveKit Agents',
    versions: '1.0 to 1.5',
    source: 'https://github.com/livekit/agents',
    attributes: {},
    counts: [
      'gen_ai.usage.input_cached_tokens',
      ...modalities((side, kind) => `gen_ai.usage.${side}_${kind}_tokens`),
    ],
  },
  {
    name: 'vLLM',
    versions: '0.6 to 0.20',
    source: 'https://github.com/vllm-project/vllm',
    attributes: {
      requestId: ['gen_ai.request.id'],
      responseModel: ['gen_ai.response.model'],
    },
    counts: ['gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens'],
  },
  {
    name: 'Pydantic AI',
    versions: '0.2 to 1.20',
    source: 'https://github.com/pydantic/pydantic-ai',
    attributes: {
      requestModel: ['model_name'],
      cost: ['operation.cost'],
    },
    counts: [
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.details.cache_write_tokens',
      'gen_ai.usage.details.reasoning_tokens',
      ['gen_ai.usage.details.cache_audio_read_tokens', 'input_details.cached_audio_tokens'],
      ...modalities((side, kind) => `gen_ai.usage.details.${side}_${kind}_tokens`),
    ],
  },
  {
    name: 'Semantic Kernel',
    versions: '1.0 to 1.20',
    source: 'https://github.com/microsoft/semantic-kernel',
    attributes: {},
    counts: [
      ['gen_ai.response.prompt_tokens', 'prompt_tokens'],
      ['gen_ai.response.completion_tokens', 'completion_tokens'],
    ],
  },
  {
    name: 'OpenInference',
    versions: '0.1 to 0.1.30',
    source: 'https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md',
    attributes: {
      spanKind: ['openinference.span.kind'],
      requestModel: ['llm.model_name', 'embedding.model_name'],
      provider: ['llm.provider', 'llm.system'],
      cost: ['llm.cost.total'],
      tool: ['tool.name'],
    },
    counts: [
      'llm.token_count.prompt',
      'llm.token_count.completion',
      'llm.token_count.total',
      'llm.token_count.prompt_details.cache_read',
      'llm.token_count.prompt_details.cache_write',
      'llm.token_count.prompt_details.cache_input',
      'llm.token_count.prompt_details.audio',
      'llm.token_count.completion_details.reasoning',
      'llm.token_count.completion_details.audio',
    ],
  },
  {
    name: 'Vercel AI SDK',
    versions: '3 to 6',
    source: 'https://ai-sdk.dev/docs/ai-sdk-core/telemetry',
    attributes: {
      aiOperation: ['ai.operationId'],
      requestModel: ['ai.model.id'],
      responseModel: ['ai.response.model'],
      provider: ['ai.model.provider'],
      responseId: ['ai.response.id'],
      caller: ['ai.telemetry.metadata.userId'],
    },
    counts: [
      'ai.usage.inputTokens',
      'ai.usage.outputTokens',
      'ai.usage.totalTokens',
      'ai.usage.cachedInputTokens',
      'ai.usage.reasoningTokens',
      'ai.usage.promptTokens',
      'ai.usage.completionTokens',
      // Of embeddings, which have no output.
      ['ai.usage.tokens', 'input_tokens'],
      'ai.usage.inputTokenDetails.noCacheTokens',
      'ai.usage.inputTokenDetails.cacheReadTokens',
      'ai.usage.inputTokenDetails.cacheWriteTokens',
      'ai.usage.outputTokenDetails.textTokens',
      'ai.usage.outputTokenDetails.reasoningTokens',
    ],
  },
  {
    name: 'Langfuse',
    versions: 'SDK 3 to 5',
    source: 'https://langfuse.com/integrations/native/opentelemetry',
    attributes: {
      observationType: ['langfuse.observation.type'],
      level: ['langfuse.observation.level'],
      requestModel: ['langfuse.observation.model.name'],
      caller: ['langfuse.user.id'],
      usageDetails: ['langfuse.observation.usage_details'],
      costDetails: ['langfuse.observation.cost_details'],
    },
  },
  {
    name: 'Claude Code',
    versions: '1 to 2',
    source: 'https://code.claude.com/docs/en/monitoring-usage',
    within: 'claude_code.',
    inputIncludesCache: false,
    attributes: {
      requestModel: ['model'],
      requestId: ['request_id'],
      session: ['session.id'],
      sequence: ['event.sequence'],
      cost: ['cost_usd'],
      error: ['error'],
    },
    counts: ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens'],
  },
  {
    name: 'Other kinds of spans',
    versions: '1.20 to 1.44',
    source: 'https://github.com/open-telemetry/semantic-conventions',
    attributes: {
      tool: ['mcp.method.name'],
      http: ['http.request.method', 'http.method', 'url.full', 'http.url', 'http.route', 'http.target'],
      database: ['db.system.name', 'db.system', 'db.query.text', 'db.statement'],
      rpc: ['rpc.system.name', 'rpc.system', 'rpc.method'],
      messaging: ['messaging.system'],
    },
  },
]

/** Attributes with these beginnings are counts too, under whatever name: the reader of usage judges them. */
export const countPrefixes = ['gen_ai.usage.', 'llm.usage.', 'llm.token_count.', 'ai.usage.'] as const
