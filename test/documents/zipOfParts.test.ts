import { describe, expect, it } from 'vitest'
import { zipOf } from '../../src/documents/zip.ts'
import { unzip } from '../support/unzip.ts'

const chunk = Buffer.alloc(65_536, 'x')

async function* filesOf(...files: readonly (readonly [string, AsyncIterable<Uint8Array> | Uint8Array])[]) {
  for (const [path, bytes] of files) yield { path, bytes }
}

describe('a ZIP that is written while it is read', () => {
  it('has its files, those that come in parts too', async () => {
    const parts = (async function* () {
      yield chunk
      yield chunk
    })()
    const zip = await zipOf(filesOf(['a.txt', Buffer.from('a')], ['b/c.txt', parts]), '2026-03-01T00:00:00Z')
    const files = unzip(Buffer.concat(await zip.toArray()))
    expect([...files.keys()]).toEqual(['a.txt', 'b/c.txt'])
    expect(files.get('b/c.txt')).toEqual(Buffer.concat([chunk, chunk]))
  })

  it('ends what it reads when its reader goes away, and fails with what fails', async () => {
    let ended: (() => void) | undefined
    const end = new Promise<void>((resolve) => (ended = resolve))
    const endless = (async function* () {
      try {
        for (;;) yield crypto.getRandomValues(new Uint8Array(65_536))
      } finally {
        ended!()
      }
    })()
    for await (const _ of await zipOf(filesOf(['endless', endless]), '2026-03-01T00:00:00Z')) break
    await end
    const failing = (async function* () {
      yield chunk
      throw new Error('the disk is gone')
    })()
    const zip = await zipOf(filesOf(['failing', failing]), '2026-03-01T00:00:00Z')
    await expect(zip.toArray()).rejects.toThrow('the disk is gone')
  })
})
