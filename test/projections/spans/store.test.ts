import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedEngine } from '../../../src/projections/engine/embedded.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { openUsage } from '../../../src/projections/index.ts'
import { createSpanStore } from '../../../src/projections/spans/store.ts'
import type { TracedSpan } from '../../../src/usage/spans.ts'
import { temporaryFolder } from '../support/store.ts'

const second = 1_000_000
const call = { source: 'otlp', hasCounts: true, answer: 'r', names: ['a "b"', 'c'] }

function span(traceId: string, spanId: string, from: number, rest: Partial<TracedSpan> = {}): TracedSpan {
  return { traceId, spanId, parentId: '', start: from * second, end: (from + 1) * second, ...rest }
}

describe('the memory of spans', () => {
  const folder = temporaryFolder()
  let engine: SqlEngine
  let now = 1_000_000_000_000
  const clock = () => now
  beforeAll(async () => {
    const usage = await openUsage({ path: join(folder, 'usage') })
    await usage.close()
    engine = await openEmbeddedEngine(join(folder, 'usage'))
  })
  afterAll(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('gives the spans of the traces that it is asked for, as they were', async () => {
    const store = createSpanStore(engine, { clock })
    const spans = [span('t1', 'a', 5, { call }), span('t1', 'b', 6, { parentId: 'a' }), span('t2', 'a', 7)]
    await store.add(spans)
    await store.add([])
    const read = await createSpanStore(engine, { clock }).read(['t1', 't3', "'"], 1_000)
    expect(read.sort((one, other) => one.start - other.start)).toEqual(spans.slice(0, 2))
    expect(await store.recordedBeside(spans)).toEqual([])
  })

  it('forgets what is older than a day, and knows of which time it was', async () => {
    const store = createSpanStore(engine, { clock })
    await store.add([span('t4', 'a', 100)])
    now += 86_400_000 + 1
    await store.add([span('t5', 'a', 200)])
    expect(await store.read(['t1', 't2', 't4'], 1_000)).toEqual([])
    expect(await store.read(['t5'], 1_000)).toHaveLength(1)
    const asked: string[] = []
    const session: SqlEngine['session'] = (use) => {
      asked.push('calls')
      return engine.session(use)
    }
    const rows: SqlEngine['rows'] = (...given) => engine.rows(...given)
    const watched = createSpanStore({ rows, session } as SqlEngine, { clock })
    expect(await watched.recordedBeside([span('t1', 'c', 102)])).toEqual([])
    expect(asked).toEqual([])
    expect(await watched.recordedBeside([span('t1', 'c', 50)])).toEqual([])
    expect(asked).toEqual(['calls'])
  })

  it('keeps as many traces as it may have, those that came last', async () => {
    const limits = { keptMs: 86_400_000, tracesMax: 2 }
    for (const trace of ['t6', 't7', 't8', 't9']) {
      now += 600_000
      await createSpanStore(engine, { clock, limits }).add([span(trace, 'a', 300)])
    }
    now += 600_000
    await createSpanStore(engine, { clock, limits }).add([span('t10', 'a', 300)])
    const kept = await createSpanStore(engine, { clock }).read(['t5', 't6', 't7', 't8', 't9', 't10'], 1_000)
    expect(kept.map(({ traceId }) => traceId).sort()).toEqual(['t10', 't8', 't9'])
  })
})
