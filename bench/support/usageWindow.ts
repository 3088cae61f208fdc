/** What a close asks of the calls of bench/usage.ts: all of them, over assets whose versions and fees change on the way. */
import { parseAssetId, parseVersionName } from '../../src/events/ids.ts'
import type { BatchKey } from '../../src/log/keys.ts'
import type { SettlementWindow, UsageScope } from '../../src/usage/reader.ts'

/** Of the first call, in microseconds. */
export const start = 1_700_000_000_000_000
const second = 1_000_000

export function scopeOf(keys: readonly BatchKey[]): UsageScope {
  return { watermarks: new Map([['local', keys.length - 1]]), strayAttempts: [], excludedRows: [] }
}

/** Every asset has a default version that changes in the middle, and two named ones. */
export function windowOf(scope: UsageScope, assets: number): SettlementWindow {
  const names = Array.from({ length: assets }, (_, asset) => parseAssetId(`model:org/m${asset}`))
  const [first, next] = [parseVersionName('1.0'), parseVersionName('1.1')]
  return {
    scope,
    until: start + 1_000_000 * second,
    releasedKeys: [],
    boundaries: names.flatMap((asset, index) => [
      { asset, from: 0, version: 2 * index },
      { asset, from: start + 100 * second, version: 2 * index + 1 },
    ]),
    named: names.flatMap((asset, index) => [
      { asset, version: first, index: 2 * index },
      { asset, version: next, index: 2 * index + 1 },
    ]),
    fees: [
      { from: 0, feeGroup: 0 },
      { from: start + 200 * second, feeGroup: 1 },
    ],
  }
}
