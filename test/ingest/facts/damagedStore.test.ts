/** What goes wrong with the store under the registry is a failure of the ledger, and no refusal of an event. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { fail } from '../../../src/errors.ts'
import { openRegistry } from '../../../src/registrystore/open.ts'
import { createMemoryIngest, eventText, registryLines } from '../../support/memoryIngest.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-damaged-'))
afterAll(() => rmSync(root, { recursive: true }))

/** A ledger whose registry is in a store, of which the rows were changed. */
async function damaged(name: string, change: string) {
  const path = join(root, `${name}.sqlite`)
  const first = await createMemoryIngest()
  const payee = eventText('payee.registered', 'p', { payee: 'ada', name: 'Ada' })
  await first.requests.submit(Buffer.from([...registryLines, payee].join('\n')), { origin: 'registry' })
  const made = await openRegistry(first.events, { path })
  await made.save()
  await made.close()
  const database = new DatabaseSync(path)
  database.exec(change)
  database.close()
  const stored = await openRegistry(first.events, { path })
  return { stored, ...(await createMemoryIngest({ events: first.events, registry: stored.state })) }
}

const account = `eip155:1:0x${'1'.repeat(40)}`

test.each([
  ['payees', eventText('payee.bound', 'b', { payee: 'ada', account })],
  ['assets', eventText('version.released', 'v', { asset: 'dataset:bare', version: '1' })],
  ['assets', eventText('call.metered', 'c', { asset: 'model:meta/llama', tokens: { input: 1 } })],
  ['assets', eventText('call.metered', 'c', { asset: 'model:meta/llama', tokens: { input: 1.0e3 } })],
])('a damaged row of %s refuses no event: %s', async (table, event) => {
  const { stored, requests, refused, writer } = await damaged(
    `${table}-${Math.random()}`,
    `UPDATE ${table} SET check32 = check32 + 1`,
  )
  const taken = requests.submit(Buffer.from(event.replace('1000', '1e3')), { origin: 'late' })
  await expect(taken).rejects.toMatchObject({ code: 'data.damaged' })
  await writer.drain()
  expect(refused.entries.size).toBe(0)
  await stored.close()
})

test('where applying an event fails, memory is in doubt: the writer stops', async () => {
  const { stored, requests, refused, writer } = await damaged('applied', '')
  const { payees } = stored.state
  const add = payees.add.bind(payees)
  payees.add = (id, payee) =>
    id === 'grace' ? fail('data.unwritable', 'The disk does not answer.') : add(id, payee)
  const contributions = ['alan', 'grace'].map((payee) => ({ payee, units: 1 }))
  const event = eventText('contribution.recorded', 'w', { asset: 'dataset:bare', contributions })
  await expect(requests.submit(Buffer.from(event), { origin: 'late' })).rejects.toThrow()
  expect(refused.entries.size).toBe(0)
  await writer.whenStopped
  expect(writer.stopped).toMatchObject({ code: 'data.unwritable' })
  await stored.close()
})
