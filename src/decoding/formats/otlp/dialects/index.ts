/**
 * The attributes by which instrumentations describe an inference. One table: a dialect with its name, the versions that
 * were read, its public source, and its attributes by what they mean. A name that comes earlier has precedence, and so
 * has a dialect. Names of token counts are known to the reader of usage; this table says which attributes are counts, and
 * gives the names that mean something else there.
 */
import { commandLines } from './commandLines.ts'
import { conventions } from './conventions.ts'
import type { Dialect } from './dialect.ts'
import { frameworks } from './frameworks.ts'
import { platforms } from './platforms.ts'

export { type Meaning, meanings } from './dialect.ts'

/** Signs of spans that are no inference. */
const others: readonly Dialect[] = [
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

export const dialects: readonly Dialect[] = [
  ...conventions,
  ...frameworks,
  ...platforms,
  ...commandLines,
  ...others,
]

/** Attributes with these beginnings are counts too, under whatever name: the reader of usage judges them. */
export const countPrefixes = [
  'gen_ai.usage.',
  'llm.usage.',
  'llm.token_count.',
  'ai.usage.',
  'mlflow.chat.tokenUsage.',
  'braintrust.metrics.',
  'llm.token.counts.',
] as const
