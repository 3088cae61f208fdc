import { describe, expect, test } from 'vitest'
import { dismissRefused } from '../../src/ledger/dismissRefused.ts'
import { createMemoryRefused } from '../support/memoryRefused.ts'

describe('dismissing refused events', () => {
  test('needs a selection, well-formed ids and a time', async () => {
    const refused = createMemoryRefused()
    const malformed = { code: 'request.malformed' }
    await expect(dismissRefused(refused, {})).rejects.toMatchObject(malformed)
    await expect(dismissRefused(refused, { ids: ["x' OR 1"] })).rejects.toMatchObject(malformed)
    await expect(dismissRefused(refused, { before: 'soon' })).rejects.toMatchObject({
      code: 'time.malformed',
    })
    expect(await dismissRefused(refused, { before: '2026-10-01' })).toEqual({ dismissed: 0, left: 0 })
    expect(await dismissRefused(refused, { all: true })).toEqual({ dismissed: 0, left: 0 })
  })
})
