import { expect, test } from 'vitest'
import { ChunkMemory, hold, letGo, reuse } from '../../src/base/lentBytes.ts'

test('memory is used again only once all who hold a part of it have let go', () => {
  const memory = new ChunkMemory(100)
  reuse(memory.take())
  const chunk = memory.take()
  const part = chunk.subarray(10, 20)
  hold(part)
  hold(chunk)
  letGo(chunk)
  letGo(chunk)
  expect(memory.take().buffer).not.toBe(chunk.buffer)
  letGo(part)
  expect(memory.take().buffer).toBe(chunk.buffer)
  expect(memory.take().buffer).not.toBe(chunk.buffer)
})

test('what was given out before the first reuse is never used again', () => {
  const memory = new ChunkMemory(100)
  const [early, other] = [memory.take(), memory.take()]
  reuse(early)
  letGo(early)
  letGo(other)
  const next = memory.take()
  expect([early.buffer, other.buffer]).not.toContain(next.buffer)
})

test('bytes of other memory are not concerned', () => {
  const bytes = Buffer.from('abc')
  reuse(bytes)
  hold(bytes)
  letGo(bytes)
  letGo(bytes)
  expect(bytes.toString()).toBe('abc')
})
