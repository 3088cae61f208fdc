import { type LineageGraph, upstreamVersions } from '../../attribution/index.ts'
import { turn } from '../../base/turn.ts'
import type { HeldVersions } from './holders.ts'

/**
 * Reads the contributors of an epoch's versions while the engine adds up its calls: what calls name is known before their
 * sums, and so is every version that these reach over the lineage. It reads all of them, however long the engine takes,
 * because payees get their numbers in the order of reading. Until it resolves, nothing may be asked of the pools.
 * @param named versions that calls name
 */
export async function readPoolsAhead(
  held: HeldVersions,
  graph: LineageGraph,
  named: readonly number[],
): Promise<void> {
  // The engine gets its next query first.
  await turn()
  for (const _ of held.poolsAhead(upstreamVersions(graph, named))) await turn()
}
