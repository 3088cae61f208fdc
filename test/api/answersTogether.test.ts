/** Answers that come in one turn of the event loop. */
import { setImmediate } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answersTogether } from '../../src/api/answersTogether.ts'

describe('answers of one turn', () => {
  let app: FastifyInstance
  let order: string[]
  /** What each request waits for. */
  let answer: () => Promise<void>

  beforeEach(async () => {
    order = []
    answer = meeting(1)
    app = Fastify()
    await app.register(answersTogether)
    app.addHook('onRequest', async ({ url }, { raw }) => {
      const end = raw.end.bind(raw)
      raw.end = ((body: string) => {
        order.push(`sent ${url}`)
        return end(body)
      }) as typeof raw.end
    })
    app.get('/:name', async ({ url }, reply) => {
      if (order.length === 0) setImmediate().then(() => order.push('end of turn'))
      order.push(`asked ${url}`)
      if (url === '/broken') reply.header('x-broken', 'two\nlines')
      await answer()
      return { url }
    })
  })
  afterEach(() => app.close())

  async function askTogether(...urls: string[]) {
    order = []
    const answers = await Promise.all(urls.map((url) => app.inject(url)))
    await setImmediate()
    return answers.map((answer) => answer.json())
  }

  it('are written in a row, once several came in a turn', async () => {
    const answers = [{ url: '/a' }, { url: '/b' }]
    expect(await askTogether('/a', '/b')).toEqual(answers)
    expect(order).toEqual(['asked /a', 'asked /b', 'sent /a', 'sent /b', 'end of turn'])
    for (let turn = 0; turn < 3; turn++) {
      expect(await askTogether('/a', '/b')).toEqual(answers)
      expect(order).toEqual(['asked /a', 'asked /b', 'end of turn', 'sent /a', 'sent /b'])
    }
  })

  it('are written at once where each is alone in its turn', async () => {
    await askTogether('/a', '/b')
    await askTogether('/alone')
    for (let turn = 0; turn < 3; turn++) {
      await askTogether('/alone')
      expect(order).toEqual(['asked /alone', 'sent /alone', 'end of turn'])
    }
  })

  it('do not suffer where one of them can not be written: it fails as it would alone', async () => {
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const askAll = (...paths: string[]) => {
      answer = meeting(paths.length)
      return Promise.all(paths.map(async (path) => (await fetch(url + path)).status))
    }
    expect(await askAll('/broken')).toEqual([500])
    expect(await askAll('/a', '/b')).toEqual([200, 200])
    expect(await askAll('/a', '/broken', '/b')).toEqual([200, 500, 200])
  })
})

/** Waits until so many wait. */
function meeting(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let left = count
  return () => {
    if (--left === 0) resolve()
    return promise
  }
}
