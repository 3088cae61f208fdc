import { randomBytes } from 'node:crypto'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { zipOf } from '../../src/documents/zip.ts'
import { collectGarbage } from '../support/garbage.ts'

const time = '2026-01-01T00:00:00Z'
const fileBytes = 200_000

/** Files that no compression makes smaller, and what became of them. */
function files(count: number) {
  const state = { given: 0, isOver: false }
  const kept: WeakRef<Buffer>[] = []
  async function* make() {
    try {
      for (let n = 0; n < count; n++) {
        const bytes = randomBytes(fileBytes)
        kept.push(new WeakRef(bytes))
        state.given++
        yield { path: `${n}.bin`, bytes }
      }
    } finally {
      state.isOver = true
    }
  }
  return { state, kept, files: make() }
}

describe('files as a ZIP', () => {
  test('are let go once they are read: a ZIP of any length takes the memory of a few', async () => {
    const made = files(40)
    const zip = await zipOf(made.files, time)
    let bytes = 0
    let seen = 0
    for await (const chunk of zip) {
      bytes += chunk.length
      if (made.state.given === 40) break
      if (made.state.given >= seen + 10) {
        seen = made.state.given
        await sleep(1)
        collectGarbage()
        const alive = made.kept.filter((one) => one.deref() !== undefined)
        expect(alive.length).toBeLessThanOrEqual(5)
      }
    }
    expect(bytes).toBeGreaterThan(30 * fileBytes)
  })

  test('are given back when their reader leaves before it took a file', async () => {
    const made = files(40)
    const zip = await zipOf(made.files, time)
    await sleep(20)
    zip.destroy()
    await finished(zip).catch(() => {})
    await expect.poll(() => made.state.isOver).toBe(true)
    expect(made.state.given).toBeLessThan(5)
  })

  test('that fail at the start are no ZIP', async () => {
    async function* failing() {
      yield* []
      throw new Error('None is there.')
    }
    await expect(zipOf(failing(), time)).rejects.toThrow('None is there.')
  })
})
