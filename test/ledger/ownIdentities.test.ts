import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openIdentityIndex } from '../../src/identities/index.ts'
import { OwnIdentities } from '../../src/ledger/ownIdentities.ts'

function ownIdentities() {
  const folder = join(mkdtempSync(join(tmpdir(), 'headwater-own-')), 'own')
  const open = new Set<string>()
  let most = 0
  const own = new OwnIdentities(folder, async (path) => {
    const index = await openIdentityIndex({ folder: path, memoryBytesMax: 1 << 20 })
    if (open.has(path)) throw new Error('two indexes in one folder')
    open.add(path)
    most = Math.max(most, open.size)
    const { close } = Object.getPrototypeOf(index) as typeof index
    return Object.assign(index, {
      async close() {
        await close.call(index)
        open.delete(path)
      },
    })
  })
  return { own, open, most: () => most }
}

const sixteen = (value: number) => new Uint8Array(16).fill(value)

test('keeps as many indexes of partitions open as it may, and opens one again with what it had', async () => {
  const { own, open, most } = ownIdentities()
  for (let partition = 0; partition < 40; partition++) {
    const index = await own.partition(`kafka-calls-${partition}`)
    index.add(sixteen(partition), sixteen(1), 1)
    await index.advance(partition + 1)
  }
  expect([most(), open.size, own.size]).toEqual([32, 32, 32])
  const first = await own.partition('kafka-calls-0')
  expect([first.position, first.size]).toEqual([1, 1])
  expect(await own.partition('kafka-calls-0')).toBe(first)
  await own.close()
  expect(open.size).toBe(0)
})

test('examines an index that is open as it is, and any other one without keeping it open', async () => {
  const { own, open } = ownIdentities()
  expect([own.exists, await own.examine('kafka-calls-0', async () => 'there')]).toEqual([false, undefined])
  const index = await own.partition('kafka-calls-0')
  expect(await own.examine('kafka-calls-0', async (found) => found === index)).toBe(true)
  await own.close()
  const opening = own.examine('kafka-calls-0', async (found) => found.size)
  // It waits for the examination, so that one folder never has two indexes.
  await own.partition('kafka-calls-0')
  expect([await opening, open.size, own.exists]).toEqual([0, 1, true])
  await own.close()
  own.remove('kafka-calls-0')
  expect(existsSync(own.folderOf('kafka-calls-0'))).toBe(false)
})

test('gives partitions folders of their own, however long and similar their names are', () => {
  const { own } = ownIdentities()
  const names = [
    'kafka-calls-0',
    'kafka-Calls-0',
    'kafka-call_s-0',
    `kafka-${'t'.repeat(249)}-0`,
    `kafka-${'t'.repeat(249)}-1`,
  ]
  const folders = names.map((name) => own.folderOf(name).toLowerCase())
  expect(new Set(folders).size).toBe(names.length)
  expect(Math.max(...folders.map((folder) => folder.split('/').at(-1)!.length))).toBeLessThan(255)
})
