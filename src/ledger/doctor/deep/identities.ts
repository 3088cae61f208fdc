/** The identity index: every entry of every run by its checksum, and every identity of the log by looking it up. */
import { identitySeen, identitySize } from '../../../identities/port.ts'
import { recordedIdentities } from '../../../ingest/catchUp/recordedIdentities.ts'
import { streams } from '../../../log/streams.ts'
import type { DoctorCheck } from '../../../service/headwater.ts'
import type { Engines } from '../../engines.ts'
import { compareOwnIndexes } from '../../ownIndexes.ts'
import { fine, wrong } from '../doctor.ts'
import { faultsListedMax } from './log.ts'

const mend =
  'Run `headwater rebuild`, which builds the index again from the logs. Nothing is lost with it; check the disk.'

/** Of a worker that has an index for each of its partitions: every one of them. */
export async function examineOwnIndexes(engines: Engines): Promise<DoctorCheck[]> {
  if (!engines.ownIdentities.exists) return []
  const faults: string[] = []
  let [indexes, identities] = [0, 0]
  for await (const { known, fault } of compareOwnIndexes(engines)) {
    indexes++
    identities += known
    if (fault !== undefined) faults.push(fault)
  }
  if (faults.length > 0) return [wrong('own identities', faults.slice(0, faultsListedMax).join(' '), mend)]
  return [
    fine(
      'own identities',
      `${indexes} indexes of partitions have all ${identities} identities that they should`,
    ),
  ]
}

export async function examineIndex({ identities, usage, events, knows }: Engines): Promise<DoctorCheck> {
  const index = await identities.get()
  if (index.rebuilt !== undefined) return wrong('identities', `the index was damaged: ${index.rebuilt}`, mend)
  await index.verify()
  const { writer } = await usage.get()
  const upTo = Math.min(index.position, await events.head())
  let known = 0
  let lacking = 0
  const range = { after: 0, upTo, ...(knows === 'own' && { stream: streams.registry }) }
  for await (const { identity, content } of recordedIdentities(events, writer, range)) {
    const seen = new Uint8Array(identity.length / identitySize)
    index.check(identity, content, seen.length, seen)
    for (const status of seen) {
      if (status === identitySeen.new) lacking++
      else known++
    }
  }
  if (lacking > 0)
    return wrong('identities', `${lacking} identities of the log are missing in the index`, mend)
  return fine('identities', `all ${known} identities of the log up to position ${upTo} are in the index`)
}
