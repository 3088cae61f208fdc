/** What a watch leaves for `chain status`. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  keepWatchNote,
  readWatchNote,
  removeWatchNote,
  type WatchNote,
} from '../../src/processes/watchNote.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-note-'))
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

const chainAt = (next: number | null): WatchNote['chains'] => [
  { chain: 'eip155:1', stopped: null, waiting: null, watched: [{ watched: '0xaa', next }] },
]
const failing = (fault: Error) => {
  throw fault
}

it('Beside a watch the note follows it each second, and says at the end that it ended', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let next: number | null = null
  const end = keepWatchNote(folder, () => chainAt(next), failing)
  await expect
    .poll(() => readWatchNote(folder))
    .toEqual({ pid: process.pid, ended: false, chains: chainAt(null) })
  next = 7
  vi.advanceTimersByTime(1_000)
  await expect.poll(() => readWatchNote(folder)?.chains).toEqual(chainAt(7))
  next = 9
  await end()
  expect(readWatchNote(folder)).toEqual({ pid: process.pid, ended: true, chains: chainAt(9) })
  expect(readdirSync(folder)).toEqual(['watch.json'])
})

it('A note that is missing, cut or removed says nothing', async () => {
  expect(readWatchNote(folder)).toBeUndefined()
  writeFileSync(join(folder, 'watch.json'), '{"pid":1,"ended":')
  expect(readWatchNote(folder)).toBeUndefined()
  await keepWatchNote(folder, () => chainAt(1), failing)()
  expect(readWatchNote(folder)).toBeDefined()
  removeWatchNote(folder)
  expect(readWatchNote(folder)).toBeUndefined()
})

it('A note that can not be written is reported, and the watch goes on', async () => {
  const faults: string[] = []
  rmSync(folder, { recursive: true })
  await keepWatchNote(
    folder,
    () => chainAt(1),
    ({ message }) => faults.push(message),
  )()
  expect(faults.join()).toContain('ENOENT')
})
