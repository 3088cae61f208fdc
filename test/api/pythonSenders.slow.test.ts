/** Senders of Python: OpenInference over the SDK's own exporter, LiteLLM's generic callback, and Langfuse's SDK. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { chunksOf, createMemoryIngest, registryLines } from '../support/memoryIngest.ts'
import { startProviders } from '../support/modelProviders.ts'
import { pythonScripts } from '../support/python.ts'
import { keyFor, limits, secretOf } from './support.ts'

const models = { 'gpt-5-mini': 'model:meta/llama', 'gpt-5-mini-2025-08-07': 'model:meta/llama' }
/** One environment for all, since it takes long to make. */
const packages = [
  'openinference-instrumentation-openai',
  'openai',
  'opentelemetry-exporter-otlp-proto-http',
  'litellm',
  'opentelemetry-instrumentation-openai',
  'pydantic-ai-slim[openai]',
  'langsmith',
  'langfuse',
  // What LiteLLM's proxy needs, and with it the kinds of calls that its proxy has.
  ...['apscheduler', 'backoff', 'cryptography', 'expression', 'fastapi', 'fastapi-sso', 'mcp', 'orjson'],
  ...['pyjwt', 'python-multipart', 'redis', 'semver', 'soundfile', 'websockets'],
]

async function receiving(litellmModels: object = models) {
  const { requests, usage, refused } = await createMemoryIngest()
  await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
  const submit = (...given: Parameters<typeof requests.submit>) => requests.submit(...given)
  const mappings = { otlp: { models }, litellm: { models: litellmModels } }
  const config = { ...limits, bodyBytesMax: 1 << 20, bodyEventsMax: 100, keys: [keyFor('calls')], mappings }
  const app = await createApi({ ...fakeHeadwater(), submit }, config)
  onTestFinished(() => app.close())
  return { url: await app.listen({ port: 0 }), usage, refused }
}

/** Answers as OpenAI's chat completions do, with a new id for each. */
async function startModel(): Promise<string> {
  let answers = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const usage = {
        prompt_tokens: 1000,
        completion_tokens: 300,
        total_tokens: 1300,
        prompt_tokens_details: { cached_tokens: 400 },
      }
      const message = { role: 'assistant', content: 'Hello' }
      const answer = {
        id: `chatcmpl-${++answers}`,
        object: 'chat.completion',
        created: 1_772_442_000,
        model: 'gpt-5-mini-2025-08-07',
        choices: [{ index: 0, finish_reason: 'stop', message }],
        usage,
      }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

const tokens = { inputTokens: 600, cacheReadTokens: 400, outputTokens: 300 }

test('OpenInference and LiteLLM send calls, which come with their counts', async ({ skip }) => {
  const python = await pythonScripts(...packages)
  if (python === undefined) return skip()
  const { url, usage } = await receiving()
  await python.run('openinference_sender.py', [await startModel()], {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secretOf('calls')}`,
  })
  expect(usage.rows).toMatchObject([tokens])
  // The same environment, so that it is made once.
  const received = await receiving()
  const args = [
    await startModel(),
    `${received.url}/v1/litellm`,
    secretOf('calls'),
    'json_array',
    'ndjson',
    'single',
  ]
  await python.run('litellm_sender.py', args, { LITELLM_LOCAL_MODEL_COST_MAP: 'True' })
  expect(received.usage.rows).toMatchObject([tokens, tokens, tokens])
})

test('LiteLLM’s payloads and spend logs of each kind of call come with their counts', async ({ skip }) => {
  const python = await pythonScripts(...packages)
  if (python === undefined) return skip()
  const [payloads, rows] = [
    await receiving({ '{name}': 'model:meta/llama' }),
    await receiving({ '{name}': 'model:meta/llama' }),
  ]
  const urls = [payloads, rows].map(({ url }) => `${url}/v1/litellm`)
  await python.run('litellm_kinds.py', [await startProviders(), ...urls, secretOf('calls')], {
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  })
  const claude = [100, 30, 400, 50]
  for (const { usage, refused } of [payloads, rows]) {
    const counts = usage.rows.map(({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }) =>
      [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens].map((count) =>
        Math.max(0, Number(count)),
      ),
    )
    // The look-up, the moderation, the failure and the second answer of the cache bill nothing.
    expect(counts).toEqual([
      ...[claude, claude, claude, claude],
      [100, 30, 400, 0],
      // 500 - 400 + 7, and 20 + 10.
      [107, 30, 400, 0],
      [8, 0, 0, 0],
      // LiteLLM's own counts of a mock answer.
      [10, 20, 0, 0],
    ])
    expect([...refused.entries.values()].map(({ code }) => code)).toEqual(['record.unpriced'])
  }
  expect(rows.usage.rows.map(({ id }) => id)).toEqual(payloads.usage.rows.map(({ id }) => id))
})

test('Langfuse sends generations with nothing set but a host and keys', async ({ skip }) => {
  const python = await pythonScripts(...packages)
  if (python === undefined) return skip()
  const { url, usage } = await receiving()
  await python.run('langfuse_sender.py', [url, secretOf('calls')])
  expect(usage.rows).toMatchObject([tokens])
})

test('OpenLLMetry, Pydantic AI and LangSmith send calls, packed with deflate', async ({ skip }) => {
  const python = await pythonScripts(...packages)
  if (python === undefined) return skip()
  const { url, usage } = await receiving()
  await python.run('tracers_sender.py', [await startModel()], {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secretOf('calls')}`,
  })
  expect(usage.rows).toMatchObject([tokens, tokens, tokens])
})
