/** `verify --against`: manifests that were kept elsewhere show that a ledger is older. */
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requireManifests } from '../../src/cli/commands/verify/against.ts'
import type { EpochReport } from '../../src/service/headwater.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-against-'))
const manifest = '{"epoch":1}'
const hash = createHash('sha256').update(manifest).digest('hex')
const later = 'f'.repeat(64)

const ledger = {
  async *epochs() {
    yield { epoch: 1, manifestHash: hash } as EpochReport
  },
}

function kept(text: string): string {
  const path = join(folder, 'kept')
  writeFileSync(path, text)
  return path
}

test('a hash, a manifest, and lines of epochs are accepted where the ledger has them', async () => {
  expect(await requireManifests(ledger, hash)).toBe(1)
  expect(await requireManifests(ledger, kept(manifest))).toBe(1)
  expect(await requireManifests(ledger, kept(`${manifest}\n`))).toBe(1)
  expect(await requireManifests(ledger, kept(`{"epoch":1,"manifestHash":"${hash}"}\n${hash}\n`))).toBe(2)
})

test('an epoch that the ledger lacks is named', async () => {
  const unknown = { code: 'verify.manifestUnknown', data: { unknown: [later], closed: 1 } }
  await expect(requireManifests(ledger, later)).rejects.toMatchObject(unknown)
  await expect(requireManifests(ledger, kept(`${hash}\n${later}\n`))).rejects.toMatchObject(unknown)
  await expect(requireManifests(ledger, kept('{"epoch":2}'))).rejects.toMatchObject({
    code: 'verify.manifestUnknown',
  })
  await expect(requireManifests(ledger, kept(''))).rejects.toMatchObject({ code: 'verify.manifestUnknown' })
})

test('a file that is not there is named', async () => {
  await expect(requireManifests(ledger, join(folder, 'none'))).rejects.toMatchObject({
    code: 'verify.againstUnreadable',
  })
})
