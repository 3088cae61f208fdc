/** What a layer has, as plain values that another thread can be given, and that stay as they are while it changes. */
import type { AssetId, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import { invariant } from '../invariant.ts'
import {
  type ChainPart,
  clauseToBytes,
  costsToBytes,
  type Payee,
  payoutRuleToBytes,
  type Registry,
  type RegistryState,
  ratesToBytes,
  sharesOf,
  transfersToBytes,
  versionToBytes,
} from '../registry/index.ts'
import { contractsText } from './contractsHead.ts'

/** The fields of the store's first row after count and digest. */
type HeadFields = readonly [
  last: string,
  payees: number,
  assets: number,
  versions: number,
  currencies: string,
  fees: string,
  contracts: string,
]

/** Payees that are new or changed. */
interface PayeeRows {
  readonly ids: readonly PayeeId[]
  /** Of those that are new; -1 for one that the store has. New ones are in the order recorded. As `ids`. */
  readonly numbers: Float64Array
  /** Null where there is none; as `ids`. */
  readonly names: readonly (string | null)[]
  readonly bindings: readonly (string | null)[]
}

interface AssetRow {
  readonly id: AssetId
  readonly fields: string
  readonly rates: Uint8Array
  /** Null where there is none. */
  readonly costs: Uint8Array | null
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
  /** Null where there is none. */
  readonly transfers: Uint8Array | null
}

interface TransferRow {
  readonly index: number
  readonly transfers: Uint8Array
  readonly payees: readonly PayeeId[]
}

/** A clause that is new or changed. */
interface ClauseRow {
  readonly id: string
  readonly payee: PayeeId
  readonly receiver: PayeeId
  readonly body: Uint8Array
}

interface PayoutRuleRow {
  /** null: of everybody. */
  readonly payee: PayeeId | null
  /** For whom it withholds; null where it is no withholding. */
  readonly receiver: PayeeId | null
  readonly body: Uint8Array
}

export interface LayerRows {
  /** Events that the store has without them. */
  readonly countBefore: number
  readonly count: number
  /** Its end is the digest of the registry. */
  readonly chain: ChainPart
  readonly head: HeadFields
  readonly payees: PayeeRows
  readonly assetsAdded: readonly AssetId[]
  readonly assets: readonly AssetRow[]
  readonly versions: readonly VersionRow[]
  /** What was transferred so far in versions that the store has. */
  readonly transfers: readonly TransferRow[]
  readonly clausesAdded: readonly string[]
  readonly clauses: readonly ClauseRow[]
  /** New ones, in the order recorded. */
  readonly payoutRules: readonly PayoutRuleRow[]
}

/** @param last the id of the last event that is applied; @param store what is below the layer */
export function rowsOf(
  state: RegistryState,
  last: string,
  { count: countBefore, payees: { size: payeesBefore } }: Registry,
): LayerRows {
  const { count, chain, payees, assets, versions, currencies, fees, clauses, payoutRules } = state
  return {
    countBefore,
    count,
    chain: chain.waiting(),
    head: [
      ...([last, payees.size, assets.size, versions.length] as const),
      JSON.stringify([...currencies.values()]),
      JSON.stringify(fees),
      headOfContracts(state),
    ],
    payees: payeeRows(state, payeesBefore),
    assetsAdded: [...assets.added],
    assets: [...assets.changed.values()].map((asset): AssetRow => {
      const { id, owner, name, license, metadataUri, rates, costs, versionCount, work } = asset
      return {
        id,
        fields: JSON.stringify({ owner, name, license, metadataUri }),
        rates: ratesToBytes(rates),
        costs: costs.length === 0 ? null : costsToBytes(costs),
        versions: versionCount,
        workTotal: String(work.total),
        workFrom: work.length - work.payees.length,
        payees: [...work.payees],
        units: [...work.units],
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
        transfers: version.transfers.length === 0 ? null : transfersToBytes(version.transfers),
      }
    }),
    transfers: [...versions.changed.values()].map((version) => ({
      index: version.index,
      transfers: transfersToBytes(version.transfers),
      payees: sharesOf(version).payees,
    })),
    clausesAdded: [...clauses.added],
    clauses: [...clauses.changed.values()].map((clause) => ({
      id: clause.clause,
      payee: clause.payee,
      receiver: clause.to,
      body: clauseToBytes(clause),
    })),
    payoutRules: payoutRules.added.map((rule) => ({
      payee: rule.payee ?? null,
      receiver: rule.kind === 'withholding' ? rule.to : null,
      body: payoutRuleToBytes(rule),
    })),
  }
}

function headOfContracts({ contractsFrom, cuts, clauses, payoutRules }: RegistryState): string {
  return contractsText({
    ...(contractsFrom !== undefined && { from: contractsFrom }),
    cuts,
    clauses: clauses.size,
    payoutRules: payoutRules.length,
  })
}

function payeeRows({ payees: { added, changed } }: RegistryState, payeesBefore: number): PayeeRows {
  const ids: PayeeId[] = []
  const numbers = new Float64Array(changed.size)
  const names: (string | null)[] = []
  const bindings: (string | null)[] = []
  let found = 0
  for (const [id, payee] of changed) {
    // The layer keeps what it has in the order in which it came, and so the new ones among it.
    numbers[ids.length] = id === added[found] ? payeesBefore + found++ : -1
    ids.push(id)
    names.push(payee.name ?? null)
    bindings.push(bindingsText(payee))
  }
  invariant(found === added.length, 'every new payee is among those that changed')
  return { ids, numbers, names, bindings }
}

function bindingsText({ bindings }: Payee): string | null {
  if (bindings.length === 0) return null
  let list = ''
  // What chains and addresses are made of is the same in JSON.
  for (const { chain, address, payableFrom, revision } of bindings)
    list += `${list === '' ? '[' : ','}["${chain}","${address}",${payableFrom},${revision}]`
  return `${list}]`
}
