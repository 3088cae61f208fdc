/** Command lines with agents. They write log events, with attributes that are too general for others. */
import type { Count, Dialect } from './dialect.ts'

const geminiCounts: readonly Count[] = [
  'input_token_count',
  'output_token_count',
  'cached_content_token_count',
  'thoughts_token_count',
  ['tool_token_count', 'tool_use_prompt_token_count'],
  'total_token_count',
]

export const commandLines: readonly Dialect[] = [
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
    name: 'Codex',
    versions: '0.40 to 0.154',
    source: 'https://github.com/openai/codex/blob/main/docs/config.md',
    within: 'codex.sse_event',
    attributes: {
      requestModel: ['model'],
      session: ['conversation.id'],
      sequence: ['event.timestamp'],
      error: ['error.message'],
    },
    counts: [
      'input_token_count',
      'output_token_count',
      'cached_token_count',
      'reasoning_token_count',
      ['cache_write_token_count', 'input_details.cache_write_tokens'],
      // Its value is the total.
      ['tool_token_count', 'total_tokens'],
    ],
  },
  {
    name: 'Gemini CLI',
    versions: '0.1 to 0.20',
    source: 'https://github.com/google-gemini/gemini-cli/blob/main/docs/cli/telemetry.md',
    within: 'gemini_cli.api_response',
    attributes: {
      requestModel: ['model'],
      session: ['session.id'],
      sequence: ['event.timestamp'],
      error: ['error', 'error_message'],
    },
    counts: geminiCounts,
  },
  {
    name: 'Gemini CLI, by the conventions',
    versions: '0.9 to 0.20',
    source: 'https://github.com/google-gemini/gemini-cli/blob/main/docs/cli/telemetry.md',
    within: 'gen_ai.client.inference.operation.details',
    // It repeats `gemini_cli.api_response` without the cached tokens and the reasoning.
    attributes: { repeats: ['installation.id'] },
  },
  {
    name: 'Qwen Code',
    versions: '0.1 to 0.5',
    source: 'https://github.com/QwenLM/qwen-code',
    within: 'qwen-code.api_response',
    attributes: {
      requestModel: ['model'],
      session: ['session.id'],
      sequence: ['event.timestamp'],
      error: ['error', 'error_message'],
    },
    counts: geminiCounts,
  },
]
