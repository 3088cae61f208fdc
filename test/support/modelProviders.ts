/** Answers as the APIs of providers do, each with cached tokens in its own way, and with a new id for each answer. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

type Answer = (id: string, model: string) => object

/** 100 tokens that are not cached, 400 read from the cache, 50 written to it, 30 of output. */
const anthropicUsage = {
  input_tokens: 100,
  cache_read_input_tokens: 400,
  cache_creation_input_tokens: 50,
  cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 0 },
  output_tokens: 30,
}

const messages: Answer = (id, model) => ({
  id,
  type: 'message',
  role: 'assistant',
  model,
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  usage: anthropicUsage,
})

/** 500 tokens with 400 cached ones in them, 30 of output with 10 of reasoning in them. */
const responses: Answer = (id, model) => ({
  id,
  object: 'response',
  created_at: 1_772_442_000,
  status: 'completed',
  model,
  output: [
    {
      type: 'message',
      id: `${id}-0`,
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'Hello', annotations: [] }],
    },
  ],
  parallel_tool_calls: true,
  tool_choice: 'auto',
  tools: [],
  usage: {
    input_tokens: 500,
    input_tokens_details: { cached_tokens: 400 },
    output_tokens: 30,
    output_tokens_details: { reasoning_tokens: 10 },
    total_tokens: 530,
  },
})

/** 500 tokens with 400 cached ones in them, 7 of tools beside them; 20 of output, 10 of reasoning beside them. */
const gemini: Answer = (id, model) => ({
  candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP', index: 0 }],
  usageMetadata: {
    promptTokenCount: 500,
    cachedContentTokenCount: 400,
    toolUsePromptTokenCount: 7,
    candidatesTokenCount: 20,
    thoughtsTokenCount: 10,
    totalTokenCount: 537,
  },
  modelVersion: model,
  responseId: id,
})

const answers: readonly (readonly [path: RegExp, answer: Answer])[] = [
  [/\/messages$/, messages],
  [/\/responses/, responses],
  [/:generateContent/, gemini],
  [
    /\/embeddings$/,
    (_, model) => ({
      object: 'list',
      model,
      data: [{ object: 'embedding', index: 0, embedding: [0.1] }],
      usage: { prompt_tokens: 8, total_tokens: 8 },
    }),
  ],
  [
    /\/moderations$/,
    (id, model) => ({ id, model, results: [{ flagged: false, categories: {}, category_scores: {} }] }),
  ],
  [
    /\/rerank/,
    (id) => ({
      id,
      results: [{ index: 0, relevance_score: 0.5 }],
      meta: { billed_units: { search_units: 1 } },
    }),
  ],
]

/** @returns the address */
export async function startProviders(): Promise<string> {
  let count = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}')
      const id = `answer-${++count}`
      const model = body.model ?? 'model'
      const found = answers.find(([path]) => path.test(request.url!))
      if (!found) response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
      else if (body.stream) streamMessage(response, id, model)
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(found[1](id, model)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function streamMessage(response: ServerResponse, id: string, model: string): void {
  response.setHeader('content-type', 'text/event-stream')
  const send = (type: string, fields: object = {}) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`)
  const begun = { ...messages(id, model), content: [], stop_reason: null }
  send('message_start', { message: { ...begun, usage: { ...anthropicUsage, output_tokens: 1 } } })
  send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
  send('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hello' } })
  send('content_block_stop', { index: 0 })
  send('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 30 } })
  send('message_stop')
  response.end()
}
