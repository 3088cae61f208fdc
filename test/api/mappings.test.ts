/** Mappings tried and suggested over HTTP. */

import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFake } from './support.ts'

let app: FastifyInstance
beforeEach(async () => {
  ;({ app } = await startFake())
})
afterEach(() => app.close())

const csv = 'time,model,cost\n2026-01-10T12:00:00Z,gpt,0.25\n2026-01-10T12:00:00Z,gpt,1e3\n'
const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload })

describe('POST /v1/mappings', () => {
  test('suggest gives a mapping for records, which try takes', async () => {
    const suggested = (await post('/v1/mappings/suggest', { records: csv })).json()
    expect(suggested).toMatchObject({ format: 'csv' })
    const { format, mapping } = suggested
    const tried = await post('/v1/mappings/try', { records: csv, format, mapping })
    expect(tried.statusCode).toBe(200)
    expect(tried.json()).toMatchObject({ read: 2 })
  })

  test('try says what records would become and why one would be refused', async () => {
    const event = { specversion: '1.0', id: 'c1', source: '/g', type: 'io.headwater.call.metered' }
    const good = {
      ...event,
      time: '2026-01-10T12:00:00Z',
      data: { asset: 'model:a/b', amount: '1', currency: 'USD' },
    }
    const bad = { ...good, id: 'c2', data: { ...good.data, amount: 1 } }
    const records = `${JSON.stringify(good)}\n${JSON.stringify(bad)}\n`
    const answer = (await post('/v1/mappings/try', { records })).json()
    expect(answer).toMatchObject({ events: 1, refused: 1 })
    expect(answer.records[1].refused).toMatchObject({ code: 'amount.malformed', path: '/data/amount' })
  })

  test.each([
    [
      'a mapping that is none',
      { records: csv, format: 'csv', mapping: { nonsense: 1 } },
      'mapping.malformed',
    ],
    ['more text than a command may have', { records: 'x'.repeat(70_000) }, 'request.tooLarge'],
    ['a format that there is not', { records: csv, format: 'xml' }, 'request.malformed'],
  ])('try refuses %s', async (_, payload, code) => {
    expect((await post('/v1/mappings/try', payload)).json()).toMatchObject({ code })
  })
})
