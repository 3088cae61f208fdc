/** What an epoch settled, of the calls that name some releases or their assets. */
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { Release } from '../../registry/index.ts'
import type { SettledWindow } from '../../usage/lists.ts'
import type { CallKey } from '../../usage/reader.ts'
import { type MovesDeps, windowOf } from '../reports/moves.ts'

/**
 * @param upTo the epochs up to the one whose calls are wanted
 * @param releases of each asset in the order recorded
 */
export async function settledWindow(
  deps: Pick<MovesDeps, 'usage' | 'batches'>,
  upTo: readonly ClosedEpoch[],
  releases: Iterable<Release>,
): Promise<SettledWindow> {
  const { registryRevision } = upTo.at(-1)!
  const before = upTo.at(-2)?.registryRevision ?? -1
  const keys: CallKey[] = []
  const releasedKeys: CallKey[] = []
  for (const { revision, ...key } of keysOf(releases)) {
    if (revision > registryRevision) continue
    keys.push(key)
    if (revision > before) releasedKeys.push(key)
  }
  return { ...(await windowOf(deps, upTo)), keys, releasedKeys }
}

/** Each with the registry event since which it resolves. */
function* keysOf(releases: Iterable<Release>): Generator<CallKey & { readonly revision: number }> {
  const seen = new Set<string>()
  for (const { asset, version, revision } of releases) {
    if (!seen.has(asset)) yield { asset, version: '', revision }
    seen.add(asset)
    yield { asset, version, revision }
  }
}
