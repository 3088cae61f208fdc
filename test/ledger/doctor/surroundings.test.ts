import { expect, test } from 'vitest'
import { examineNode } from '../../../src/ledger/doctor/surroundings.ts'

test.each([
  ['24.1.0', 'ok'],
  ['22.18.0', 'ok'],
  ['22.17.9', 'fail'],
  ['20.19.0', 'fail'],
])('the check of Node reports %s as %s', (version, status) => {
  expect(examineNode(version).status).toBe(status)
})
