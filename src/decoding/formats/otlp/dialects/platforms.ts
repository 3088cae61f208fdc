/** Platforms whose SDKs write spans in a dialect of their own. */
import type { Dialect } from './dialect.ts'

export const platforms: readonly Dialect[] = [
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
    name: 'LangSmith',
    versions: '0.3.45 to 0.14',
    source: 'https://docs.langchain.com/langsmith/trace-with-opentelemetry',
    // Its operation is `chat` for prompts and `embeddings` for retrievers too.
    attributes: { refinedKind: ['langsmith.span.kind'] },
  },
  {
    name: 'MLflow',
    versions: '3.2 to 3.14',
    source: 'https://mlflow.org/docs/latest/genai/tracing/token-usage-cost',
    attributes: {
      spanKind: ['mlflow.spanType'],
      requestModel: ['mlflow.llm.model'],
      provider: ['mlflow.llm.provider'],
      cost: ['mlflow.llm.cost.total_cost'],
    },
    objects: ['mlflow.chat.tokenUsage', 'mlflow.llm.cost'],
  },
  {
    name: 'Braintrust',
    versions: '0.1 to 0.5',
    source: 'https://www.braintrust.dev/docs/integrations/sdk-integrations/opentelemetry',
    attributes: {
      spanKind: ['braintrust.span_attributes.type'],
      requestModel: ['braintrust.metadata.model'],
      provider: ['braintrust.metadata.provider'],
    },
    objects: ['braintrust.span_attributes', 'braintrust.metadata', 'braintrust.metrics'],
    counts: [
      ['braintrust.metrics.tokens', 'total_tokens'],
      ['braintrust.metrics.prompt_cache_creation_tokens', 'input_details.cache_creation_tokens'],
      ['braintrust.metrics.completion_reasoning_tokens', 'output_details.reasoning_tokens'],
    ],
  },
  {
    name: 'Langtrace',
    versions: '1 to 3',
    source: 'https://github.com/Scale3-Labs/langtrace-python-sdk',
    attributes: {
      requestModel: ['llm.model'],
      provider: ['langtrace.service.name'],
    },
    objects: ['llm.token.counts'],
  },
  {
    name: 'AgentOps',
    versions: '0.4',
    source: 'https://github.com/AgentOps-AI/agentops',
    attributes: { spanKind: ['agentops.span.kind'] },
  },
  {
    name: 'Laminar',
    versions: '0.4 to 0.7',
    source: 'https://github.com/lmnr-ai/lmnr-python',
    attributes: { spanKind: ['lmnr.span.type'] },
  },
]
