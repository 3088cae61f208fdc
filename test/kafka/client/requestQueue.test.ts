import { createRequire } from 'node:module'
import { afterEach, expect, test, vi } from 'vitest'
import '../../../src/kafka/client/requestQueue.ts'

interface Queue {
  throttledUntil: number
  push(request: object): void
  fulfillRequest(response: object): void
  destroy(): void
}
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as new (
  options: object,
) => Queue

afterEach(() => void vi.useRealTimers())

function queue() {
  const logger = { debug: () => {}, warn: () => {} }
  const sent: number[] = []
  const created = new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger })
  const push = (correlationId: number) =>
    created.push({
      entry: { correlationId, resolve: () => {}, reject: () => {} },
      expectResponse: true,
      sendRequest: () => sent.push(correlationId),
    })
  const answer = (correlationId: number) => created.fulfillRequest({ correlationId, payload: null, size: 0 })
  return { created, push, answer, sent }
}

test('a queue with nothing in it sets no timer', () => {
  vi.useFakeTimers()
  const { push, answer, sent } = queue()
  push(1)
  answer(1)
  expect(sent).toEqual([1])
  expect(vi.getTimerCount()).toBe(0)
})

test('what waits behind another request is sent when that one is answered', () => {
  vi.useFakeTimers()
  const { push, answer, sent } = queue()
  push(1)
  push(2)
  answer(1)
  expect(sent).toEqual([1, 2])
  answer(2)
  vi.runAllTimers()
  expect(vi.getTimerCount()).toBe(0)
})

test('what a throttling broker holds up is sent when its time is over', () => {
  vi.useFakeTimers()
  const { created, push, sent } = queue()
  created.throttledUntil = Date.now() + 500
  push(1)
  expect(sent).toEqual([])
  vi.advanceTimersByTime(520)
  expect(sent).toEqual([1])
})
