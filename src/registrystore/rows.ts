/** What a layer has, as plain values that another thread can be given. */
import type { AssetId, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import { type Payee, type RegistryState, ratesToBytes, sharesOf, versionToBytes } from '../registry/index.ts'

/** The fields of the store's first row. */
type HeadFields = readonly [
  count: number,
  digest: string,
  last: string,
  payees: number,
  assets: number,
  versions: number,
  currencies: string,
  fees: string,
]

/** Payees that are new or changed. */
interface PayeeRows {
  /** Those that are new, in the order recorded. */
  readonly added: readonly PayeeId[]
  readonly ids: readonly PayeeId[]
  /** Null where there is none; as `ids`. */
  readonly names: readonly (string | null)[]
  readonly bindings: readonly (string | null)[]
}

interface AssetRow {
  readonly id: AssetId
  readonly fields: string
  readonly rates: Uint8Array
  readonly versions: number
  readonly workTotal: string
  /** The number of contributions before those that follow. */
  readonly workFrom: number
  readonly payees: readonly PayeeId[]
  readonly units: readonly number[]
}

interface VersionRow {
  readonly index: number
  readonly asset: AssetId
  readonly name: VersionName
  readonly releasedAt: Micros
  readonly revision: number
  readonly pool: number
  readonly body: Uint8Array
  readonly sources: readonly number[]
  /** Those that it names. */
  readonly payees: readonly PayeeId[]
}

export interface LayerRows {
  /** Events that the store has without them. */
  readonly countBefore: number
  readonly head: HeadFields
  readonly payees: PayeeRows
  readonly assetsAdded: readonly AssetId[]
  readonly assets: readonly AssetRow[]
  readonly versions: readonly VersionRow[]
}

/** @param last the id of the last event that is applied; @param countBefore of the store below */
export function rowsOf(state: RegistryState, last: string, countBefore: number): LayerRows {
  const { count, digest, payees, assets, versions, currencies, fees } = state
  return {
    countBefore,
    head: [
      ...([count, digest, last, payees.size, assets.size, versions.length] as const),
      JSON.stringify([...currencies.values()]),
      JSON.stringify(fees),
    ],
    payees: payeeRows(state),
    assetsAdded: assets.added,
    assets: [...assets.changed.values()].map((asset): AssetRow => {
      const { id, owner, name, license, metadataUri, rates, versionCount, work } = asset
      return {
        id,
        fields: JSON.stringify({ owner, name, license, metadataUri }),
        rates: ratesToBytes(rates),
        versions: versionCount,
        workTotal: String(work.total),
        workFrom: work.length - work.payees.length,
        payees: work.payees,
        units: work.units,
      }
    }),
    versions: versions.added.map((version): VersionRow => {
      const { index, asset, version: name, releasedAt, revision, derivedFrom } = version
      const sources = derivedFrom.map(({ source }) => source)
      const { pool, payees } = sharesOf(version)
      return {
        index,
        asset,
        name,
        releasedAt,
        revision,
        pool,
        body: versionToBytes(version),
        sources,
        payees,
      }
    }),
  }
}

function payeeRows({ payees }: RegistryState): PayeeRows {
  const ids: PayeeId[] = []
  const names: (string | null)[] = []
  const bindings: (string | null)[] = []
  for (const [id, payee] of payees.changed) {
    ids.push(id)
    names.push(payee.name ?? null)
    bindings.push(bindingsText(payee))
  }
  return { added: [...payees.added], ids, names, bindings }
}

function bindingsText({ bindings }: Payee): string | null {
  if (bindings.length === 0) return null
  return JSON.stringify(
    bindings.map(({ chain, address, payableFrom, revision }) => [chain, address, payableFrom, revision]),
  )
}
