/** An index of the registry store has no checksums: what it hides must not be taken for something that is not there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { ChainId } from '../../src/events/account.ts'
import type { PayeeId } from '../../src/events/ids.ts'
import { followRegistry } from '../../src/log/followRegistry.ts'
import { openRegistry } from '../../src/registrystore/open.ts'
import { freezeRegistry } from '../../src/settlement/registryAt.ts'
import { createMemoryIngest } from '../support/memoryIngest.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-damaged-'))
afterAll(() => rmSync(root, { recursive: true }))
const path = join(root, 'registry.sqlite')
const chain = 'eip155:1'
const account = `${chain}:0x${'5a'.repeat(20)}`

/** The first byte of a page that is a leaf of an index; see https://www.sqlite.org/fileformat2.html */
const indexLeaf = 0x0a

/** Changes one letter of a text where an index has it, and nothing else. */
function damageIndex(text: string, changed: string): void {
  const bytes = readFileSync(path)
  const pageSize = bytes.readUInt16BE(16)
  let found = 0
  for (let page = pageSize; page < bytes.length; page += pageSize) {
    if (bytes[page] !== indexLeaf) continue
    const at = bytes.subarray(page, page + pageSize).indexOf(text)
    if (at < 0) continue
    bytes.write(changed, page + at)
    found++
  }
  expect(found).toBe(1)
  writeFileSync(path, bytes)
}

describe('an index of the registry store', () => {
  it('hides no payee from a close where it is damaged', async () => {
    const { events, requests } = await createMemoryIngest()
    const lines = ['ann', 'ben-who-works', 'cleo'].map((payee) =>
      JSON.stringify({
        ...{ specversion: '1.0', type: 'io.headwater.payee.registered', source: 's', id: payee },
        ...{ time: '2025-01-01T00:00:00Z', data: { payee, account } },
      }),
    )
    await requests.submit(Buffer.from(lines.join('\n')), { origin: 'registry' })
    const made = await openRegistry({ ...events, readTexts: async function* () {} }, { path })
    await followRegistry(events, made.state)
    await made.save()
    await made.close()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
    damageIndex('ben-who-works', 'ben-who-walks')

    const again = await openRegistry({ ...events, readTexts: async function* () {} }, { path })
    const { accountOf } = freezeRegistry(again.state)
    const paid = (id: string, hasPostings: boolean) =>
      accountOf(id as PayeeId, chain as ChainId, { until: 2e15, hasPostings })
    for (const hasPostings of [false, true]) {
      expect(paid('ann', hasPostings)).toBe(account.slice(chain.length + 1))
      expect(() => paid('ben-who-works', hasPostings)).toThrow(
        expect.objectContaining({ code: 'data.damaged' }),
      )
    }
    // A payee that is not found may be hidden too.
    expect(() => paid('a payee of a deposit', true)).toThrow(
      expect.objectContaining({ code: 'data.damaged' }),
    )
    await again.close()
  })

  it('is proven whole once for a close where a posting alone names a payee, who is paid if its id is an account', async () => {
    const { events, requests } = await createMemoryIngest()
    const path = join(root, 'whole', 'registry.sqlite')
    const line = JSON.stringify({
      ...{ specversion: '1.0', type: 'io.headwater.payee.registered', source: 's', id: 'ann' },
      ...{ time: '2025-01-01T00:00:00Z', data: { payee: 'ann', account } },
    })
    await requests.submit(Buffer.from(line), { origin: 'registry' })
    const stored = await openRegistry({ ...events, readTexts: async function* () {} }, { path })
    await followRegistry(events, stored.state)
    await stored.save()
    const proofs = vi.spyOn(stored.state.payees, 'requireWhole')
    const { accountOf } = freezeRegistry(stored.state)
    const paid = (id: string) =>
      accountOf(id as PayeeId, chain as ChainId, { until: 2e15, hasPostings: true })
    expect(paid('ann')).toBe(account.slice(chain.length + 1))
    expect(proofs).not.toHaveBeenCalled()
    expect(paid('a payee of a deposit')).toBeUndefined()
    const own = `0x${'6b'.repeat(20)}`
    expect(paid(`${chain}:${own}`)).toBe(own)
    expect(proofs).toHaveBeenCalledOnce()
    await stored.close()
  })
})
