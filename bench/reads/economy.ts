/**
 * A ledger for reads: a tree with a leaf for each payee, and many versions with lineages. Every payee contributed to one
 * dataset, and one call pays them all; the other calls are of versions that grew from one another.
 */
import { createRandom } from '../support/random.ts'

export interface ReadSizes {
  readonly leaves: number
  readonly versions: number
  readonly calls: number
}

export const readsUntil = '2026-02-01T00:00:00Z'
const founded = '2025-12-01T00:00:00Z'
const chain = 'eip155:8453'
const versionsPerAsset = 10
const contributionsPerEvent = 200
const dataset = 'dataset:commons/all'
/** Versions without sources. */
const basesCount = 100

export const callId = (call: number) => `call-${call}`
export const payeeName = (payee: number) => `payee-${payee}`
/** Scattered over the leaves, as addresses are. */
export const accountOf = (payee: number) =>
  `0x${Math.imul(payee + 1, 0x9e3779b1)
    .toString(16)
    .replace('-', '')
    .padStart(8, 'b')}${payee.toString(16).padStart(32, '0')}`
export const assetOf = (version: number) => `model:lab/m-${Math.floor(version / versionsPerAsset)}`
export const versionName = (version: number) => String(version % versionsPerAsset)

export function* registryLines({ leaves, versions }: ReadSizes): Iterable<string> {
  const random = createRandom(1)
  let number = 0
  const line = (type: string, data: object) => envelope(`r-${number++}`, type, founded, data)
  const token = `0x${'a1'.repeat(20)}`
  yield line('currency.registered', { currency: 'USDC', decimals: 6, chain, token })
  for (let payee = 0; payee < leaves; payee++) {
    yield line('payee.registered', { payee: payeeName(payee), account: `${chain}:${accountOf(payee)}` })
  }
  yield line('asset.registered', { asset: dataset, owner: payeeName(0) })
  for (let from = 0; from < leaves; from += contributionsPerEvent) {
    const length = Math.min(contributionsPerEvent, leaves - from)
    const contributions = Array.from({ length }, (_, at) => ({ payee: payeeName(from + at), units: '1' }))
    yield line('contribution.recorded', { asset: dataset, contributions })
  }
  yield line('version.released', { asset: dataset, version: '1', contributorShare: '1' })
  for (let version = 0; version < versions; version++) {
    const asset = assetOf(version)
    if (version % versionsPerAsset === 0) {
      yield line('asset.registered', { asset, owner: payeeName(random.below(leaves)) })
    }
    yield line('version.released', {
      asset,
      version: versionName(version),
      derivedFrom: sourcesOf(version, random),
    })
  }
}

/** Later ones are merged from up to three before them, few of which are popular. */
function sourcesOf(version: number, random: ReturnType<typeof createRandom>): object[] {
  if (version < basesCount) return []
  const chosen = new Map<string, object>()
  for (let wishes = 1 + random.below(3); wishes > 0; wishes--) {
    const source = Math.floor(version * random.next() ** 2)
    const named = { asset: assetOf(source), version: versionName(source) }
    chosen.set(`${named.asset} ${named.version}`, {
      ...named,
      relation: 'mergedFrom',
      policy: 'relative',
      share: '0.1',
    })
  }
  return [...chosen.values()]
}

export function* readCallLines({ versions, calls }: ReadSizes): Iterable<string> {
  const random = createRandom(2)
  const line = (id: string, seconds: number, of: object) => {
    const time = new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString()
    return envelope(id, 'call.metered', time, { ...of, currency: 'USDC' })
  }
  // Enough that each of a million contributors is paid.
  yield line('pays-all', 0, { asset: dataset, amount: '1000000' })
  for (let call = 0; call < calls; call++) {
    const version = random.below(versions)
    const of = { asset: assetOf(version), version: versionName(version), amount: '1.5' }
    yield line(callId(call), call % 2_500_000, of)
  }
}

function envelope(id: string, type: string, time: string, data: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: '/reads',
    type: `io.headwater.${type}`,
    time,
    data,
  })
}
