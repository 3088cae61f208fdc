/** Payees of an epoch whose ids look alike. */
import type { AlikeNames } from '../answers.ts'

/** Groups that are listed, and names of a group. */
const groupsMax = 100
const namesMax = 10

/** @param payees each once: those that earn or are paid */
export async function findAlikeNames(payees: Iterable<string>): Promise<AlikeNames> {
  // A table of 6,000 characters.
  const { confusableGroups } = await import('../../base/confusables/skeleton.ts')
  const groups = confusableGroups(payees)
  return {
    groups: groups.length,
    listed: groups.slice(0, groupsMax).map((names) => names.slice(0, namesMax)),
  }
}
