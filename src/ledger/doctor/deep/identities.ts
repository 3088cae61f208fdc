/** The identity index: every entry of every run by its checksum, and every identity of the log by looking it up. */
import { identitySeen } from '../../../identities/port.ts'
import { recordedIdentities } from '../../../ingest/catchUp/recordedIdentities.ts'
import type { DoctorCheck } from '../../../service/headwater.ts'
import type { Engines } from '../../engines.ts'
import { fine, wrong } from '../doctor.ts'

const mend =
  'Run `headwater rebuild`, which builds the index again from the logs. Nothing is lost with it; check the disk.'

export async function examineIndex({ identities, usage, events }: Engines): Promise<DoctorCheck> {
  const index = await identities.get()
  if (index.rebuilt !== undefined) return wrong('identities', `the index was damaged: ${index.rebuilt}`, mend)
  await index.verify()
  const { writer } = await usage.get()
  const upTo = Math.min(index.position, await events.head())
  let known = 0
  let lacking = 0
  for await (const { identity, content } of recordedIdentities(events, writer, { after: 0, upTo })) {
    const seen = new Uint8Array(identity.length / 16)
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
