import { expect, it } from 'vitest'
import { translated } from '../../src/identities/indexErrors.ts'

it.each([
  ['ENOSPC', 'data.diskFull'],
  ['EIO', 'identities.unavailable'],
])('a write that fails with %s is %s', async (system, code) => {
  const failing = async () => {
    throw Object.assign(new Error(`${system}: it failed`), { code: system, syscall: 'write' })
  }
  await expect(translated(failing)).rejects.toMatchObject({ code, retry: true })
})
