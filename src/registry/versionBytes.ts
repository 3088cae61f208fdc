/** Versions as bytes, as a store keeps them. */
import { loadEdgeTerms, saveEdgeTerms } from '../events/edgeTerms.ts'
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { Share } from '../money/share.ts'
import type { HoldingTransfer } from './contractModel.ts'
import type { Contributions, LineageEdge, Version } from './model.ts'
import { RecordReader, RecordWriter } from './recordBytes.ts'
import { type ContributorSource, noContributors, unitsOf, VersionState } from './versionState.ts'

/** A version as a store keeps it. */
export function versionToBytes(version: Version): Uint8Array {
  const { source, contributorUnits } = version as VersionState
  const writer = new RecordWriter()
  writer.text(version.asset)
  writer.text(version.version)
  writer.int(version.releasedAt)
  writer.int(version.revision)
  writer.text(version.contentDigest)
  writer.list(version.holders, version.holders.length, ({ payee, share }) => {
    writer.text(payee)
    writer.int(share)
  })
  writer.int(version.contributorShare)
  // 0 if a list follows; else the number of the asset's contributions plus 1.
  writer.int(source.type === 'recorded' ? source.count + 1 : 0)
  if (source.type === 'recorded') writer.bigint(contributorUnits)
  else
    writer.list(source.contributors, source.contributors.length, ({ payee, units }) => {
      writer.text(payee)
      writer.bigint(units)
    })
  writer.int(version.stack)
  writer.list(version.derivedFrom, version.derivedFrom.length, (edge) => {
    writer.int(edge.source)
    saveEdgeTerms(writer, edge)
    const { caps = [] } = edge
    writer.list(caps, caps.length, ({ currency, amount }) => {
      writer.text(currency)
      writer.bigint(amount)
    })
  })
  return writer.taken()
}

/** What a store has of a version besides its bytes. */
interface Beside {
  /** The contributions to an asset, of which the version may have counted the first ones. */
  readonly workOf: (asset: AssetId) => Contributions
  readonly transfers?: readonly HoldingTransfer[]
}

export function versionFromBytes(
  index: number,
  bytes: Uint8Array,
  { workOf, transfers = [] }: Beside,
): Version {
  const reader = new RecordReader(bytes)
  const asset = reader.text<AssetId>()
  const version = reader.text<VersionName>()
  const releasedAt = reader.int()
  const revision = reader.int()
  const contentDigest = reader.optionalText()
  const holders = reader.list(() => ({ payee: reader.text<PayeeId>(), share: reader.int() as Share }))
  const contributorShare = reader.int() as Share
  const { source, contributorUnits } = readSource(reader, asset, workOf)
  const stack = reader.int()
  const derivedFrom = reader.list((): LineageEdge => {
    const edge = loadEdgeTerms(reader, { source: reader.int() })
    const caps = reader.list(() => ({
      currency: reader.text<CurrencyCode>(),
      amount: reader.bigint() as LedgerUnits,
    }))
    return caps.length === 0 ? edge : { ...edge, caps }
  })
  return new VersionState({
    index,
    asset,
    version,
    releasedAt,
    revision,
    ...(contentDigest !== undefined && { contentDigest }),
    holders,
    transfers,
    contributorShare,
    contributorUnits,
    derivedFrom,
    stack,
    source,
  })
}

function readSource(
  reader: RecordReader,
  asset: AssetId,
  workOf: (asset: AssetId) => Contributions,
): { source: ContributorSource; contributorUnits: bigint } {
  const place = reader.int()
  if (place > 0) {
    return {
      source: { type: 'recorded', log: workOf(asset), count: place - 1 },
      contributorUnits: reader.bigint(),
    }
  }
  const contributors = reader.list(() => ({ payee: reader.text<PayeeId>(), units: reader.bigint() }))
  const source: ContributorSource =
    contributors.length === 0 ? noContributors : { type: 'listed', contributors }
  return { source, contributorUnits: unitsOf(contributors) }
}
