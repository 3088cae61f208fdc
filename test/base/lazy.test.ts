import { describe, expect, test } from 'vitest'
import { lazy, lazyPort } from '../../src/base/lazy.ts'

describe('an engine that opens when it is needed', () => {
  test('opens once, for any number of callers', async () => {
    let openings = 0
    const engine = lazy(async () => ++openings)
    expect(await engine.opened()).toBeUndefined()
    expect(await Promise.all([engine.get(), engine.get()])).toEqual([1, 1])
    expect(await engine.opened()).toBe(1)
  })

  test('is tried again by the next caller after a failure', async () => {
    let openings = 0
    const engine = lazy(async () => {
      if (openings++ === 0) throw new Error('the disk is full')
      return openings
    })
    await expect(engine.get()).rejects.toThrow('the disk is full')
    expect(await engine.opened()).toBeUndefined()
    expect(await engine.get()).toBe(2)
  })

  test('works behind a port as if it were open', async () => {
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
