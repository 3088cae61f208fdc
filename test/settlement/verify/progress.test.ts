import { expect, it } from 'vitest'
import type { CloseProgress } from '../../../src/settlement/progress.ts'
import { VerifyProgress } from '../../../src/settlement/verify/progress.ts'
import { collect } from '../../support/collect.ts'
import { call, february, march, smallEconomy } from '../../support/smallEconomy.ts'

it('grows to the whole, through the parts of every epoch', async () => {
  const world = await smallEconomy()
  await world.record([call('1', '3'), call('2', '4')])
  await world.settlement.close({ until: february })
  await world.record([call('4', '5', { time: '2025-02-10T00:00:00Z' })])
  await world.settlement.close({ until: march })
  const seen: CloseProgress[] = []
  await collect(world.restart().verify(undefined, { onProgress: (progress) => seen.push(progress) }))
  // The registry is read beside the rest.
  expect(new Set(seen.map(({ stage }) => stage))).toContain('registry')
  expect([...new Set(seen.map(({ stage }) => stage))].filter((stage) => stage !== 'registry')).toEqual([
    'epoch 1, batches',
    'epoch 1, calls',
    'epoch 1, books',
    'epoch 2, batches',
    'epoch 2, calls',
    'epoch 2, books',
  ])
  const done = seen.map((progress) => progress.done!)
  expect(done).toEqual(done.toSorted((a, b) => a - b))
  expect(new Set(seen.map(({ total }) => total)).size).toBe(1)
  expect(done.at(-1)).toBe(seen[0]!.total)
})

it('says how long the rest takes, once it has worked for a while', () => {
  let now = 0
  const seen: CloseProgress[] = []
  const work = { registryEvents: 100, epochs: new Map([[1, { batches: 50, calls: 50, books: 0 }]]) }
  const progress = new VerifyProgress(
    (step) => seen.push(step),
    work,
    () => now,
  )
  now = 100
  progress.applied(10)
  now = 5_000
  progress.applied(90)
  progress.finished(1, 'batches')
  progress.finished(2, 'batches')
  expect(seen).toEqual([
    { stage: 'registry', done: 10, total: 200 },
    { stage: 'registry', done: 100, total: 200, millisecondsLeft: 5_000 },
    { stage: 'epoch 1, batches', done: 150, total: 200, millisecondsLeft: 1_667 },
    { stage: 'epoch 2, batches', done: 150, total: 200, millisecondsLeft: 1_667 },
  ])
})
