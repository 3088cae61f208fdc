import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { removeFrozen } from '../../../src/projections/engine/frozen.ts'

test('of what was frozen a start removes what a killed backup left, and nothing that another program froze', () => {
  const usage = mkdtempSync(join(tmpdir(), 'headwater-frozen-'))
  removeFrozen(usage)
  const shadow = join(usage, 'shadow')
  for (const name of ['headwater_backup_0123456789abcdef', 'headwater_backup_mine', 'nightly', '1'])
    mkdirSync(join(shadow, name, 'store'), { recursive: true })
  writeFileSync(join(shadow, 'increment.txt'), '1')
  removeFrozen(usage)
  expect(readdirSync(shadow).sort()).toEqual(['1', 'headwater_backup_mine', 'increment.txt', 'nightly'])
})
