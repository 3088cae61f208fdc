/** The registry of a folder is opened again after each failure, which may come without end. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import type { PayeeId } from '../../src/events/ids.ts'
import type { DataFolder } from '../../src/ledger/dataFolder.ts'
import { registryEngine } from '../../src/ledger/registryEngine.ts'
import { createMemoryIngest, registryLines } from '../support/memoryIngest.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-registry-'))
afterAll(() => rmSync(root, { recursive: true }))

const openFiles = () => readdirSync('/proc/self/fd').length

test.runIf(process.platform === 'linux')(
  'opening it again takes no more files, and what was opened before is still read',
  async () => {
    const { events, requests } = await createMemoryIngest()
    await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
    const folder = { registry: join(root, 'registry.sqlite'), unwritten: false } as DataFolder
    let isDown = false
    const log = {
      ...events,
      readStream: (...asked: Parameters<typeof events.readStream>) => {
        if (isDown) throw new HeadwaterError({ code: 'eventstore.unavailable', message: 'It is down.' })
        return events.readStream(...asked)
      },
    }
    const engine = registryEngine(log, folder, {})
    const first = await engine.open()
    await first.save()
    const before = openFiles()
    for (let times = 0; times < 50; times++) {
      isDown = times % 2 === 1
      const again = engine.open()
      if (isDown) await expect(again).rejects.toMatchObject({ code: 'eventstore.unavailable' })
      else expect((await again).replayed).toBe(0)
      expect(first.state.payees.get('meta' as PayeeId)?.id).toBe('meta')
    }
    expect(openFiles()).toBeLessThan(before + 10)
    await engine.close()
    expect(openFiles()).toBeLessThan(before)
  },
)
