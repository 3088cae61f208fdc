import { expect, test } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import { createRunningWork } from '../../src/ledger/runningWork.ts'

test('closing waits for the work that is running, and refuses more', async () => {
  const work = createRunningWork(async () => ['a', 'b'])
  let finish = () => {}
  const running = work.run(() => new Promise<void>((resolve) => (finish = resolve)))
  const items = work
    .eachUpToDate(async function* (parts) {
      yield* parts
    })
    [Symbol.asyncIterator]()
  await items.next()
  let closed = false
  const closing = work.close().then(() => {
    closed = true
  })
  await expect(work.run(async () => 1)).rejects.toBeInstanceOf(HeadwaterError)
  await expect(work.upToDate(async () => 1)).rejects.toBeInstanceOf(HeadwaterError)
  finish()
  await running
  await new Promise((resolve) => setImmediate(resolve))
  expect(closed).toBe(false)
  await items.return?.()
  await closing
  expect(closed).toBe(true)
})

test('closing does not wait where nothing is running, also after work that failed', async () => {
  const work = createRunningWork(async () => fail())
  const fail = (): never => {
    throw new Error('no parts')
  }
  await expect(work.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(work.upToDate(async () => 1)).rejects.toThrow('no parts')
  await work.close()
  expect(work.closing).toBe(true)
})
