/**
 * The owner of a database on a server. At a start a process removes rows that its event store does not know, so two
 * event stores on one database would remove each other's rows. The first one writes its name into the database, and
 * every other one is refused.
 */
import { sha256Hex } from '../../base/sha256.ts'
import { fail } from '../../errors.ts'
import { invariant } from '../../invariant.ts'
import { hexKeys, naturals } from '../engine/columns.ts'
import type { SqlEngine } from '../engine/port.ts'
import { ownersTable } from './tables.ts'
import type { Topology } from './topology.ts'

// The same token for all: of two that insert at the same moment the database accepts one.
const token = sha256Hex('owner')

/**
 * @param ledger 32 hex digits that name the event store
 * @throws HeadwaterError `usage.otherLedger`
 */
export async function claim(engine: SqlEngine, topology: Topology, ledger: string): Promise<void> {
  for (const statement of topology.render(ownersTable)) await engine.command(statement)
  const read = () => engine.rows('SELECT ledger FROM owners ORDER BY number, ledger', (row) => row.hex(16))
  let [owner] = await read()
  if (owner === undefined) {
    await engine.insert({
      table: 'owners',
      columns: [naturals('number', [1], 'UInt8'), hexKeys('ledger', [ledger])],
      literals: {},
      token,
    })
    owner = (await read())[0]
  }
  invariant(owner !== undefined, 'a database that was claimed has an owner')
  if (owner === ledger.toLowerCase()) return
  fail('usage.otherLedger', 'The ClickHouse database holds the calls of another ledger.', {
    data: { ledger, owner },
  })
}
