/** What an epoch's trees are made of, and their names. */

import type { TreeName } from '../books/tables/leafTable.ts'
import type { OrderedLeaves } from '../books/tables/orderedLeaves.ts'
import type { ChainId, TokenAddress } from '../events/account.ts'
import type { ManifestTree } from '../log/manifest.ts'

export interface TreeSources {
  /** Every cumulative payout after the epoch, above zero. */
  readonly payouts: OrderedLeaves
  /** What the epoch pays, where a chain has trees that are claimed once. */
  readonly paidNow: OrderedLeaves
}

/** A tree that is claimed once has one token, which its totals name. */
export function nameOfTree({ chain, totals: [total] }: Pick<ManifestTree, 'chain' | 'totals'>): TreeName {
  const token = total !== undefined && 'paid' in total ? total.token : undefined
  return { chain: chain as ChainId, token: token as TokenAddress | undefined }
}
