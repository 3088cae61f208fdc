/** Payees that earn or are paid in an epoch and whose ids look alike. */
import type { PreparedEpoch } from '../close/prepare.ts'

/** Ids of a group that are listed. */
const idsMax = 10

export async function previewAlikePayees(
  { settled }: PreparedEpoch,
  limit: number,
): Promise<{ total: number; items: string[][] }> {
  const payees = new Set<string>()
  for (const { payee, earned, paid } of settled.payments.lines)
    if (earned > 0n || paid > 0n) payees.add(payee)
  // It has a table of 6,000 characters, so it is loaded only here.
  const { confusableGroups } = await import('../../base/confusables/skeleton.ts')
  const groups = confusableGroups(payees)
  return { total: groups.length, items: groups.slice(0, limit).map((ids) => ids.slice(0, idsMax)) }
}
