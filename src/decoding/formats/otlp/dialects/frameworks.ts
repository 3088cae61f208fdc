/** Frameworks for agents and the SDKs of applications. */
import type { Dialect } from './dialect.ts'

export const frameworks: readonly Dialect[] = [
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
      providerMetadata: ['ai.response.providerMetadata'],
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
    name: 'Google ADK',
    versions: '1.0 to 2.11',
    source: 'https://github.com/google/adk-python',
    attributes: {},
    counts: [
      // Before 2.3 the output leaves the reasoning out.
      ['gen_ai.usage.experimental.reasoning_tokens', 'thoughts_token_count'],
      ['gen_ai.usage.experimental.cached_tokens', 'cached_content_token_count'],
      ['gen_ai.usage.experimental.system_instruction_tokens', 'input_details.system_tokens'],
    ],
  },
  {
    name: 'Mastra',
    versions: '0.20 to 1.10',
    source: 'https://mastra.ai/docs/observability/tracing/exporters/otel',
    attributes: { spanKind: ['mastra.span.type'] },
  },
]
