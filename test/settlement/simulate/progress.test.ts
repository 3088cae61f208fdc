import { expect, it } from 'vitest'
import type { CloseProgress } from '../../../src/settlement/progress.ts'
import { SimulateProgress } from '../../../src/settlement/simulate/progress.ts'

it('says which epoch is computed, and counts the epochs that are still to come into the time that is left', () => {
  let now = 0
  const seen: CloseProgress[] = []
  const progress = new SimulateProgress(
    (step) => seen.push(step),
    3,
    () => now,
  )
  const first = progress.next('epoch 4')
  first({ stage: 'sums', done: 0, total: 1_000 })
  now = 1_000
  first({ stage: 'sums', done: 500, total: 1_000 })
  const second = progress.next('epoch 5')
  second({ stage: 'sums', done: 0, total: 1_000 })
  now = 2_000
  second({ stage: 'sums', done: 500, total: 1_000 })
  const last = progress.next('epoch 6')
  last({ stage: 'sums', done: 0, total: 1_000 })
  now = 3_000
  last({ stage: 'sums', done: 500, total: 1_000 })
  const at = (stage: string) => ({ stage, done: 500, total: 1_000 })
  expect(seen.filter(({ done }) => done === 500)).toEqual([
    // 1 s of it is left, and two more of 2 s each.
    { ...at('epoch 4, sums'), millisecondsLeft: 5_000 },
    { ...at('epoch 5, sums'), millisecondsLeft: 3_000 },
    { ...at('epoch 6, sums'), millisecondsLeft: 1_000 },
  ])
})
