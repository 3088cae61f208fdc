import { describe, expect, test } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import { examineNode } from '../../src/ledger/doctor/doctor.ts'
import { lazy, lazyPort } from '../../src/ledger/lazy.ts'
import { createGate } from '../../src/ledger/runningWork.ts'

describe('an engine that opens when it is needed', () => {
  test('opens once, for however many ask', async () => {
    let openings = 0
    const engine = lazy(async () => ++openings)
    expect(await engine.opened()).toBeUndefined()
    expect(await Promise.all([engine.get(), engine.get()])).toEqual([1, 1])
    expect(await engine.opened()).toBe(1)
  })

  test('is tried again by whoever comes after a failure', async () => {
    let openings = 0
    const engine = lazy(async () => {
      if (openings++ === 0) throw new Error('the disk is full')
      return openings
    })
    await expect(engine.get()).rejects.toThrow('the disk is full')
    expect(await engine.opened()).toBeUndefined()
    expect(await engine.get()).toBe(2)
  })

  test('stands behind a port as if it were open', async () => {
    interface Port {
      add(left: number, right: number): Promise<number>
      count(to: number): AsyncIterable<number>
    }
    const port = lazyPort<Port>(
      async () => ({
        add: async (left, right) => left + right,
        async *count(to) {
          for (let number = 1; number <= to; number++) yield number
        },
      }),
      { count: true },
    )
    expect(await port.add(1, 2)).toBe(3)
    const counted: number[] = []
    for await (const number of port.count(3)) counted.push(number)
    expect(counted).toEqual([1, 2, 3])
    expect(await (async () => port)()).toBe(port)
    const open = async (): Promise<Port> => port
    // @ts-expect-error: a method that streams is missing
    lazyPort(open, {})
    // @ts-expect-error: `add` does not stream
    lazyPort(open, { count: true, add: true })
  })
})

describe('the gate', () => {
  test('lets what is inside end, and nobody else in', async () => {
    const gate = createGate()
    let finish = () => {}
    const inside = gate.pass(() => new Promise<void>((resolve) => (finish = resolve)))
    const items = gate
      .passEach(async function* () {
        yield 1
        yield 2
      })
      [Symbol.asyncIterator]()
    await items.next()
    let closed = false
    const closing = gate.close().then(() => {
      closed = true
    })
    await expect(gate.pass(async () => 1)).rejects.toBeInstanceOf(HeadwaterError)
    finish()
    await inside
    await new Promise((resolve) => setImmediate(resolve))
    expect(closed).toBe(false)
    await items.return?.()
    await closing
    expect(closed).toBe(true)
  })

  test('closes at once where nobody is inside, also after a failure', async () => {
    const gate = createGate()
    await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await gate.close()
    expect(gate.closing).toBe(true)
  })
})

describe('doctor', () => {
  test.each([
    ['24.1.0', 'ok'],
    ['22.18.0', 'ok'],
    ['22.17.9', 'fail'],
    ['20.19.0', 'fail'],
  ])('calls Node %s %s', (version, status) => {
    expect(examineNode(version).status).toBe(status)
  })
})
