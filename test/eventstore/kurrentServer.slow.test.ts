/**
 * The contract against a real KurrentDB: `KURRENTDB_URL=kurrentdb://… npm run test:kurrentdb`. The test streams stay on
 * the server.
 */
import { describe, it } from 'vitest'
import { describeEventStore } from './contract.ts'
import { openedOn } from './kurrentStore.ts'

const url = process.env.KURRENTDB_URL

if (url !== undefined && url !== '') describeEventStore('KurrentDB (a server)', async () => openedOn(url))
else {
  process.stderr.write('KURRENTDB_URL names no server: the contract is not run against a real KurrentDB.\n')
  describe('KurrentDB (a server) as an event store', () => {
    it.skip('is not tested: KURRENTDB_URL names no server', () => {})
  })
}
