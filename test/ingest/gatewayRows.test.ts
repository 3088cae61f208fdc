/** Rows of a gateway's own CSV, readings in reports, and pieces that are left at the end, from bytes to the books. */
import { expect, test } from 'vitest'
import { chunksOf, createMemoryIngest, registryLines } from '../support/memoryIngest.ts'

async function world() {
  const memory = await createMemoryIngest()
  const send = (text: string, options: object = {}) =>
    memory.requests.ingestStream(chunksOf(text), { origin: 'file', ...options })
  await send(registryLines.join('\n'))
  return { ...memory, send }
}

const models = { 'meta/llama': 'model:meta/llama' }
const columns =
  'request_id,call_type,spend,total_tokens,prompt_tokens,completion_tokens,startTime,model,metadata,status'
const usage = { usage_object: { prompt_tokens_details: { cached_tokens: 4 } } }
const quoted = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`
const csv = [
  columns,
  `a,acompletion,0.1,14,10,4,2026-10-01 10:00:00.100,meta/llama,${quoted(usage)},success`,
  `b,aget_responses,0.1,14,10,4,2026-10-01 10:00:01,meta/llama,{},success`,
  `c,acompletion,0,0,0,0,2026-10-01 10:00:02,meta/llama,,success`,
  `d,acompletion,0.1,14,10,4,2026-10-01 10:00:03,meta/llama,NULL`,
].join('\n')

test.each(['litellm', 'auto'] as const)(
  'a table of spend logs as CSV is read as its rows, with --format %s',
  async (format) => {
    const { send, usage, refused } = await world()
    const report = await send(csv, { format, mapping: { models } })
    expect(report).toMatchObject({
      format: 'litellm+csv',
      accepted: 1,
      skipped: { 'look-up of a stored response (aget_responses)': 1 },
      readings: [{ reading: 'input includes cache reads, by total', count: 1 }],
      rejected: [
        { line: 4, code: 'record.unpriced', source: 'litellm', id: 'c' },
        { line: 5, code: 'record.malformed' },
      ],
    })
    expect(usage.rows.map(({ id }) => id)).toEqual(['a'])
    expect([...refused.entries.values()].map(({ raw }) => raw.split('\n')[0])).toEqual([columns, columns])
  },
)

test('rows may be divided by other signs, and their header may come in pieces', async () => {
  const text = `\ufeff${csv
    .split('\n')
    .slice(0, 2)
    .join('\n')
    .replaceAll(',', ';')
    .replace(/;(?=""|\{)/g, ',')}`
  const { requests } = await world()
  async function* bytes() {
    for (const byte of Buffer.from(text)) yield Uint8Array.of(byte)
  }
  const report = await requests.ingestStream(bytes(), { origin: 'file', mapping: { models } })
  expect(report).toMatchObject({ format: 'litellm+csv;', accepted: 1 })
})

test('a table with two columns of one name is refused as a whole', async () => {
  const { send, refused } = await world()
  const text = csv.replace('call_type', 'request_id').replace('model,', 'model,call_type,')
  await expect(send(text)).rejects.toMatchObject({ code: 'mapping.malformed' })
  expect(refused.entries.size).toBe(0)
})

test('a refused row is replayed by its header, in its own format or with another mapping', async () => {
  const { send, requests, refused, usage } = await world()
  await send(csv, { mapping: { models } })
  expect(await requests.replayRefused({})).toMatchObject({ replayed: 2, rejected: 2 })
  const mapping = { models, amountFrom: 'declared-or-rate', amountDigits: 6, currency: 'USDC' }
  expect(await requests.replayRefused({ mapping })).toMatchObject({ replayed: 2, accepted: 1, rejected: 1 })
  expect(usage.rows.map(({ id }) => id)).toEqual(['a', 'c'])
  expect(await requests.replayRefused({ format: 'litellm', mapping })).toMatchObject({
    replayed: 1,
    rejected: 1,
  })
  expect([...refused.entries.values()]).toMatchObject([{ line: 5, code: 'record.malformed' }])
})

test('pieces that are left at the end of an input are refused with what is missing, at their line', async () => {
  const { send, refused } = await world()
  const body = { id: 'g1', startTime: '2026-10-01T10:00:00Z', model: 'meta/llama' }
  const lines = [
    { batch: [{ id: '1', type: 'generation-create', body }] },
    { batch: [{ id: '2', type: 'generation-create', body: { ...body, id: 'g2' } }] },
    { batch: [{ id: '3', type: 'generation-update', body: { id: 'g2', usage: { input: 3, output: 1 } } }] },
  ]
  const report = await send(lines.map((line) => JSON.stringify(line)).join('\n'))
  expect(report).toMatchObject({
    accepted: 1,
    read: 2,
    rejected: [{ line: 1, id: 'g1', code: 'record.incomplete', path: '/body/usage' }],
    refusedByCode: [{ fix: expect.stringMatching(/in a later one/) }],
  })
  expect([...refused.entries.values()].map(({ raw }) => JSON.parse(raw))).toEqual([lines[0]])
})

const created = { id: 'g1', startTime: '2026-10-01T10:00:00Z', model: 'meta/llama' }
const pieceOf = (type: string, body: object) =>
  JSON.stringify({ batch: [{ id: '1', type: `generation-${type}`, body }] })
const createPiece = pieceOf('create', created)
const updatePiece = pieceOf('update', { id: 'g1', usage: { input: 3, output: 1 } })

test.each([
  ['create first', [createPiece, updatePiece]],
  ['update first', [updatePiece, createPiece]],
  ['each twice', [updatePiece, updatePiece, createPiece, createPiece]],
])('pieces in different inputs are joined when both are there: %s', async (_name, pieces) => {
  const { send, refused, usage } = await world()
  const mapping = { models }
  for (const piece of pieces) await send(piece, { mapping })
  expect(usage.rows.map(({ id, inputTokens, outputTokens }) => [id, inputTokens, outputTokens])).toEqual([
    ['g1', 3, 1],
  ])
  const left = [...refused.entries.values()].map(({ code }) => code)
  expect(left).toEqual(pieces.length > 2 ? ['record.incomplete'] : [])
})

test('a cost that comes in a later input than the counts', async () => {
  const { send, refused, usage } = await world()
  const mapping = { models, amountFrom: 'declared', currency: 'USDC' }
  await send(pieceOf('create', { ...created, usage: { input: 3, output: 1 } }), { mapping })
  expect([...refused.entries.values()]).toMatchObject([{ code: 'record.unpriced' }])
  await send(pieceOf('update', { id: 'g1', costDetails: { total: 0.5 } }), { mapping })
  expect([usage.rows.map(({ inputTokens }) => inputTokens), refused.entries.size]).toEqual([[3], 0])
})

test('three pieces in three inputs, two in one, and another generation between', async () => {
  const { send, refused, usage } = await world()
  const mapping = { models }
  await send(pieceOf('create', { id: 'g1', startTime: created.startTime }), { mapping })
  await send(pieceOf('create', { ...created, id: 'g2' }), { mapping })
  await send(pieceOf('update', { id: 'g1', model: 'meta/llama' }), { mapping })
  expect(refused.entries.size).toBe(2)
  expect(await send(updatePiece, { mapping })).toMatchObject({ accepted: 1, read: 1 })
  expect(usage.rows.map(({ id }) => id)).toEqual(['g1'])
  expect([...refused.entries.values()].map(({ eventId }) => eventId)).toEqual(['g2'])
})

test('an answer to a request says which readings were taken', async () => {
  const { requests } = await world()
  const row = {
    request_id: 'r',
    call_type: 'acompletion',
    startTime: '2026-10-01 10:00:00',
    model: 'meta/llama',
    prompt_tokens: 10,
    completion_tokens: 4,
    metadata: usage,
  }
  let readings: unknown
  const onReadings = (counts: unknown) => {
    readings = counts
  }
  await requests.submit(Buffer.from(JSON.stringify([row])), {
    origin: 'request',
    mapping: { models },
    onReadings,
  })
  expect(readings).toEqual([{ reading: 'input includes cache reads, by default', count: 1 }])
})
