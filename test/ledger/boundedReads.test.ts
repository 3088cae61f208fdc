import { describe, expect, test } from 'vitest'
import { boundedReads } from '../../src/ledger/boundedReads.ts'
import { collect } from '../support/collect.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'

describe('questions that cost more than their answers', () => {
  test('one verification works at a time, and a second one is refused at once', async () => {
    const { verify } = boundedReads(fakeHeadwater())
    const first = verify()[Symbol.asyncIterator]()
    await first.next()
    await expect(collect(verify(1))).rejects.toMatchObject({ code: 'verify.inProgress', retry: true })
    // Its reader stops before the end.
    await first.return?.()
    expect(await collect(verify(1))).toHaveLength(1)
    expect(await collect(verify(1))).toHaveLength(1)
  })

  test('a verification that fails lets the next one begin', async () => {
    const { verify } = boundedReads(fakeHeadwater())
    await expect(collect(verify(99))).rejects.toMatchObject({ code: 'epoch.unknown' })
    expect(await collect(verify(1))).toHaveLength(1)
  })

  test('four trees are read at a time, each until its reader has it or stops', async () => {
    const { tree } = boundedReads(fakeHeadwater())
    const readers = Array.from({ length: 4 }, () => tree(1)[Symbol.asyncIterator]())
    for (const reader of readers) await reader.next()
    await expect(collect(tree(1))).rejects.toMatchObject({ code: 'request.busy', retry: true })
    await readers[0]!.return?.()
    expect((await collect(tree(1))).length).toBeGreaterThan(0)
    for (const reader of readers) await reader.return?.()
    await expect(collect(tree(99))).rejects.toMatchObject({ code: 'epoch.unknown' })
    expect((await collect(tree(1))).length).toBeGreaterThan(0)
  })

  test('two runs of all statements are read at a time, each until its reader has it or stops', async () => {
    const { statementsInFull } = boundedReads(fakeHeadwater())
    const readers = Array.from({ length: 2 }, () => statementsInFull(1)[Symbol.asyncIterator]())
    for (const reader of readers) await reader.next()
    await expect(collect(statementsInFull(1))).rejects.toMatchObject({ code: 'request.busy', retry: true })
    await readers[0]!.return?.()
    expect(await collect(statementsInFull(1))).toHaveLength(2)
  })

  test('explanations and lineages are computed three at a time, and few may wait', async () => {
    const fake = fakeHeadwater()
    const gate = Promise.withResolvers<void>()
    let most = 0
    let running = 0
    const explain = fake.explain
    fake.explain = async (id) => {
      most = Math.max(most, ++running)
      await gate.promise
      running--
      return explain(id)
    }
    const service = boundedReads(fake)
    const asked = Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0 ? service.explain('c') : service.lineage({ asset: 'model:a' }),
    )
    const settled = Promise.allSettled(asked)
    gate.resolve()
    const outcomes = await settled
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBe(40 - 3 - 32)
    for (const one of refused) expect((one as PromiseRejectedResult).reason.code).toBe('request.busy')
    expect(most).toBeLessThanOrEqual(3)
    expect(await service.explain('c')).toMatchObject({ id: 'c' })
  })
})
