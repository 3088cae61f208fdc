/** Removes entries from the refused list, which counts them. */
import { fail } from '../errors.ts'
import { parseTime } from '../events/time.ts'
import type { DismissOptions, DismissReport } from '../service/headwater.ts'
import { readTime } from '../service/times.ts'
import type { RefusedStore } from '../usage/refused.ts'

/** @throws HeadwaterError `request.malformed`, `time.malformed`, `time.outOfRange` */
export async function dismissRefused(
  refused: RefusedStore,
  { code, ids, before, all = false }: Omit<DismissOptions, 'actor'>,
): Promise<DismissReport> {
  if (!all && code === undefined && ids === undefined && before === undefined) {
    fail('request.malformed', 'Say which refused events to dismiss: code, ids, before, or all.')
  }
  const wrong = ids?.find((id) => !/^[0-9a-f]{32}$/.test(id))
  if (wrong !== undefined) {
    fail(
      'request.malformed',
      `${JSON.stringify(wrong.slice(0, 64))} is not the id of an entry, which has 32 hex digits.`,
    )
  }
  const dismissed = await refused.dismiss({
    ...(code !== undefined && { code }),
    ...(ids !== undefined && { ids }),
    ...(before !== undefined && { before: Math.ceil(parseTime(readTime(before, 'before')) / 1_000) }),
  })
  return { dismissed, left: await refused.count() }
}
