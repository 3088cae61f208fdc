/** The refused list: every entry can be read, and has the id that its bytes give. */
import type { DoctorCheck } from '../../../service/headwater.ts'
import type { RefusedEvent, RefusedKey } from '../../../usage/refused.ts'
import { conflictId, refusedId } from '../../../usage/refusedId.ts'
import type { Engines } from '../../engines.ts'
import { fine, wrong } from '../doctor.ts'

const pageItems = 200

export async function examineRefused({ usage }: Engines): Promise<DoctorCheck> {
  const { refused } = await usage.get()
  let read = 0
  let after: RefusedKey | undefined
  const strange: string[] = []
  do {
    const { entries, next } = await refused.list({ limit: pageItems, ...(after !== undefined && { after }) })
    for (const entry of entries) if (!hasItsId(entry)) strange.push(entry.id)
    read += entries.length
    after = next
  } while (after !== undefined)
  const counted = await refused.count()
  if (counted !== read)
    return wrong('refused events', `${counted} entries are open, and ${read} can be read`, mend)
  if (strange.length > 0) {
    const first = `the first is ${strange[0]}`
    return wrong(
      'refused events',
      `${strange.length} of ${read} entries are not what was kept; ${first}`,
      mend,
    )
  }
  return fine('refused events', `${read} open entries can be read and have their ids`)
}

const mend = 'Restore the data folder from a backup.'

/** An id is computed from the bytes. Bytes that are no UTF-8 are kept as text with replacements, which tell nothing. */
function hasItsId({ id, raw, code, format }: RefusedEvent): boolean {
  if (raw.includes('\ufffd')) return true
  return refusedId(Buffer.from(raw), code, format) === id || conflictId(raw, code, format) === id
}
