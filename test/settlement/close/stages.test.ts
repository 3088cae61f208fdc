import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { closeStages } from '../../../src/settlement/progress.ts'

const files = readdirSync(new URL('../../../src/settlement/close/', import.meta.url))

it('every stage of a close that computes is a file of its name', () => {
  const withoutFile = closeStages.filter((stage) => !files.includes(`${stage}.ts`))
  // record.ts writes the books and checks them before it records the epoch.
  expect(withoutFile).toEqual(['books', 'check'])
})
