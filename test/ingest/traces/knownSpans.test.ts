/** Which questions about spans need a query, and that the answers are those of the store. */
import { describe, expect, test } from 'vitest'
import { KnownSpans } from '../../../src/ingest/traces/knownSpans.ts'
import { createSpanMemory, type TracedSpan } from '../../../src/usage/spans.ts'

function span(traceId: string, spanId = '1'): TracedSpan {
  return { traceId, spanId, parentId: '', start: 0, end: 0 }
}

function watchedStore() {
  const memory = createSpanMemory()
  const asked: string[][] = []
  const added: number[] = []
  const store = {
    ...memory,
    add: (spans: readonly TracedSpan[]) => {
      added.push(spans.length)
      return memory.add(spans)
    },
    read: (traceIds: readonly string[], spansMax: number) => {
      asked.push([...traceIds])
      return memory.read(traceIds, spansMax)
    },
  }
  return { store, asked, added }
}

describe('spans of a process that writes alone', () => {
  test('are known without a query, where their trace is new or came lately', async () => {
    const { store, asked } = watchedStore()
    const known = new KnownSpans(store, false)
    expect(await known.read(['t1', 't2'])).toEqual([])
    await known.add([span('t1')])
    await known.add([span('t1', '2')])
    expect(await known.read(['t1', 't2', 't3'])).toEqual([span('t1'), span('t1', '2')])
    expect(asked).toEqual([])
  })

  test('are asked for once after a restart, and only of traces that are stored', async () => {
    const { store, asked } = watchedStore()
    await store.add([span('t1'), span('t2')])
    const known = new KnownSpans(store, false)
    expect(await known.read(['t1', 't3'])).toEqual([span('t1')])
    await known.add([span('t1', '2')])
    expect(await known.read(['t1'])).toEqual([span('t1'), span('t1', '2')])
    expect(asked).toEqual([['t1']])
  })

  test('are complete also when very many traces came since', async () => {
    const { store, asked } = watchedStore()
    const known = new KnownSpans(store, false)
    await known.read(['t'])
    await known.add([span('t')])
    const others = Array.from({ length: 120_000 }, (_, number) => `other-${number}`)
    await known.read(others)
    await known.add(others.map((traceId) => span(traceId)))
    // Not in memory any more, so what comes now must not hide what came before.
    await known.add([span('t', '2')])
    expect(await known.read(['t'])).toEqual([span('t'), span('t', '2')])
    expect(asked).toEqual([['t']])
  })

  test('share an insert when they come while others are stored', async () => {
    const { store, added } = watchedStore()
    const known = new KnownSpans(store, false)
    await known.read(['t1', 't2', 't3'])
    const first = known.add([span('t1')])
    await Promise.resolve()
    await Promise.all([first, known.add([span('t2')]), known.add([span('t3')])])
    expect(added).toEqual([1, 2])
  })

  test('that are not stored fail what waits for them, and nothing later', async () => {
    const { store } = watchedStore()
    let fails = true
    const add = (spans: readonly TracedSpan[]) =>
      fails ? Promise.reject(new Error('disk')) : store.add(spans)
    const known = new KnownSpans({ ...store, add }, false)
    await known.read(['t1', 't2'])
    await expect(known.add([span('t1')])).rejects.toThrow('disk')
    fails = false
    await known.add([span('t2')])
    expect(await known.read(['t2'])).toEqual([span('t2')])
  })
})

test('where others write too, each question is asked', async () => {
  const { store, asked } = watchedStore()
  const known = new KnownSpans(store, true)
  await known.read(['t1'])
  await store.add([span('t1')])
  expect(await known.read(['t1'])).toEqual([span('t1')])
  expect(asked).toEqual([['t1'], ['t1']])
})
