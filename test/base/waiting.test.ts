import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { oneAtATime } from '../../src/base/oneAtATime.ts'
import { retrying } from '../../src/base/retrying.ts'
import { within } from '../../src/base/within.ts'

describe('oneAtATime', () => {
  it('starts each piece of work when the one before has ended, also where that failed', async () => {
    const inTurn = oneAtATime()
    const seen: string[] = []
    const work = (name: string, fails: boolean) => async () => {
      seen.push(`${name} begins`)
      await sleep(1)
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    }
    const results = await Promise.allSettled([
      inTurn(work('a', true)),
      inTurn(work('b', false)),
      inTurn(work('c', false)),
    ])
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })
})

describe('retrying', () => {
  const failing = (failures: number) => {
    let tries = 0
    return async () => {
      if (tries++ < failures) throw new Error(`try ${tries}`)
      return tries
    }
  }

  it('tries once more than there are delays, and throws what the last try threw', async () => {
    const passes = () => true
    expect(await retrying(failing(2), passes, [0, 0])).toBe(3)
    await expect(retrying(failing(3), passes, [0, 0])).rejects.toThrow('try 3')
  })

  it('throws what does not pass at once', async () => {
    await expect(retrying(failing(1), () => false, [0, 0])).rejects.toThrow('try 1')
  })

  it('waits between the tries', async () => {
    const before = performance.now()
    await retrying(failing(1), () => true, [30])
    expect(performance.now() - before).toBeGreaterThan(25)
  })
})

describe('within', () => {
  const late = () => new Error('late')

  it('gives the result of work that is in time, and throws what such work throws', async () => {
    expect(await within(Promise.resolve(1), 1_000, late)).toBe(1)
    await expect(within(Promise.reject(new Error('its own')), 1_000, late)).rejects.toThrow('its own')
  })

  it('throws where the work takes longer, and drops what becomes of it', async () => {
    const slow = Promise.withResolvers<never>()
    await expect(within(slow.promise, 1, late)).rejects.toThrow(/^late$/)
    slow.reject(new Error('too late to matter'))
    await sleep(1)
  })
})
