/** The real service on a folder of its own that goes with the test. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/main.ts'
import type { Headwater } from '../../src/service.ts'

export interface TemporaryHeadwater extends AsyncDisposable {
  readonly service: Headwater
  readonly folder: string
}

export async function temporaryHeadwater(): Promise<TemporaryHeadwater> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-test-'))
  const service = await openHeadwater(loadConfig({ HEADWATER_DATA: folder }, {}), {
    command: 'test',
    make: true,
  })
  return {
    service,
    folder,
    async [Symbol.asyncDispose]() {
      await service.shutdown()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function* textStream(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
