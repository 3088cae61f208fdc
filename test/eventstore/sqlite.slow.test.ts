/** With real processes: the lock of the data folder, kills, a full disk. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventStore } from '../../src/eventstore/port.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'

const writer = new URL('writer.ts', import.meta.url).pathname
const open = (path: string): EventStore => openSqliteEventStore({ path, clock: () => new Date() })

describe('the SQLite event store between processes', () => {
  let folder: string
  let path: string
  let child: ChildProcess | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headwater-events-'))
    path = join(folder, 'events.sqlite')
  })
  afterEach(() => {
    child?.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })

  const start = (...args: (string | number)[]): AsyncIterator<string> => {
    child = spawn(process.execPath, [writer, path, ...args.map(String)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  }
  const kill = async (): Promise<void> => {
    child!.kill('SIGKILL')
    await once(child!, 'exit')
  }

  it('does not open while another process has it open, and opens when that process was killed', async () => {
    const lines = start(0)
    expect((await lines.next()).value).toBe('open')
    expect(() => open(path)).toThrowError(expect.objectContaining({ code: 'data.held', retry: true }))
    await kill()
    const store = open(path)
    expect(await store.head()).toBe(0)
    await store.close()
  })

  it('cannot be opened by another process while this one has it open', async () => {
    const store = open(path)
    const lines = start(0)
    expect((await lines.next()).value).toBe('data.held')
    await once(child!, 'exit')
    await store.close()
  })

  it('has every append that was acknowledged before a kill, and no append in part', async () => {
    for (let round = 0; round < 8; round++) {
      const lines = start(1_000_000, 2_000)
      expect((await lines.next()).value).toBe('open')
      let acknowledged = Number((await lines.next()).value)
      const reading = (async () => {
        for (let line = await lines.next(); !line.done; line = await lines.next())
          acknowledged = Number(line.value)
      })()
      await delay(Math.random() * 200)
      await kill()
      await reading
      expect(acknowledged).toBeGreaterThan(-1)
      const store = open(path)
      const last = { a: -1, b: -1 }
      for await (const { stream, revision } of store.readAll()) {
        expect(revision).toBe(last[stream as 'a' | 'b'] + 1)
        last[stream as 'a' | 'b'] = revision
      }
      expect(last.a).toBe(last.b)
      // Acknowledgements that the kill kept in the process may be missing here; an acknowledged append may not.
      expect(last.a).toBeGreaterThanOrEqual(acknowledged)
      await store.close()
    }
  })

  it('reports that it is unavailable on a full disk, and keeps its events', async () => {
    // A limit of the file size imitates a full disk: 1,024 blocks of 1 KiB.
    child = spawn('bash', [
      '-c',
      'ulimit -f 1024; exec "$@"',
      '-',
      process.execPath,
      writer,
      path,
      '1000000',
      '5000',
    ])
    const printed: string[] = []
    for await (const line of createInterface({ input: child.stdout! })) printed.push(line)
    expect(printed.at(-1)).toBe('eventstore.unavailable')
    const acknowledged = Number(printed.at(-2))
    const store = open(path)
    const revisions: number[] = []
    for await (const { revision } of store.readStream('b')) revisions.push(revision)
    expect(revisions.at(-1)).toBe(acknowledged)
    await store.close()
  })
})
