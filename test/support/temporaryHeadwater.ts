/** The real service on a folder: one of its own that goes with the test, or one that is there. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import type { LedgerHeadwater } from '../../src/ledger/headwater.ts'
import { openHeadwater } from '../../src/ledger/open.ts'

interface OpenedFolder extends AsyncDisposable {
  readonly service: LedgerHeadwater
  readonly folder: string
}

export async function openFolder(folder: string): Promise<OpenedFolder> {
  const service = await openHeadwater(loadConfig({ HEADWATER_DATA: folder }, {}), {
    command: 'test',
    make: true,
  })
  return { service, folder, [Symbol.asyncDispose]: () => service.shutdown() }
}

export async function temporaryHeadwater(): Promise<OpenedFolder> {
  const opened = await openFolder(await mkdtemp(join(tmpdir(), 'headwater-test-')))
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      await opened.service.shutdown()
      await rm(opened.folder, { recursive: true, force: true })
    },
  }
}

export async function* textStream(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
