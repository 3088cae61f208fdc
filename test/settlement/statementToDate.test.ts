import { describe, expect, test } from 'vitest'
import { pathsInto } from '../../src/attribution/pathsInto.ts'
import { heldReason } from '../../src/settlement/statementAnswers.ts'
import { toBePaid } from '../../src/terms/toBePaid.ts'

describe('what a payee must do to be paid', () => {
  test.each(heldReason.options)('has a sentence and a step for %s', (held) => {
    const waits = toBePaid({ held, payableFrom: '2026-01-01T00:00:00Z', threshold: '5' })!
    expect(waits.why).toMatch(/^[A-Z].*\.$/)
    expect(waits.step).toMatch(/^[A-Z].*\.$/)
  })

  test('is nothing where nothing is held', () => {
    expect(toBePaid({ held: null })).toBeUndefined()
  })
})

describe('the paths into a version', () => {
  const version = (
    index: number,
    sources: readonly (readonly [number, 'absolute' | 'relative', number])[],
  ) => ({
    ...{ index, asset: `model:m${index}`, version: '1', revision: index },
    derivedFrom: sources.map(([source, policy, share]) => ({ source, policy, share, relation: 'trainedOn' })),
  })
  // 2 and 3 are derived from 1, and 1 from 0 by an absolute edge.
  const all = [
    version(0, []),
    version(1, [[0, 'absolute', 100_000_000]]),
    version(2, [[1, 'relative', 500_000_000]]),
    version(3, [[1, 'absolute', 200_000_000]]),
  ]
  const registry = {
    versions: {
      at: (index: number) => all[index],
      derivedFrom: (source: number) =>
        all
          .filter(({ derivedFrom }) => derivedFrom.some((edge) => edge.source === source))
          .map(({ index }) => index),
    },
  }
  const paths = pathsInto(registry as never, all[0] as never)

  test('begin with its own calls, then the shortest', () => {
    expect(paths.map(({ from, over }) => [from.asset, over.map(({ asset }) => asset)])).toEqual([
      ['model:m0', []],
      ['model:m1', ['model:m0']],
      ['model:m2', ['model:m1', 'model:m0']],
      ['model:m3', ['model:m1', 'model:m0']],
    ])
  })

  test('bring what the division brings: of absolute edges in a row the last is paid out of the base before them', () => {
    expect(paths.map((path) => path.brings(1_000n))).toEqual([1_000n, 100n, 50n, 100n])
  })

  test('do not begin with a version that was released later than the epoch knows', () => {
    const then = pathsInto(registry as never, all[0] as never, 2)
    expect(then.map(({ from }) => from.asset)).toEqual(['model:m0', 'model:m1', 'model:m2'])
  })
})
