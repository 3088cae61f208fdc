/**
 * The registry as bytes, so that a start does not replay every event. Derived: a snapshot that cannot be read is thrown
 * away and the events are replayed. Layout: 4 bytes `HWR2`, 32 bytes SHA-256 of the rest, then the fields in the order
 * of `write`.
 */
import { createHash } from 'node:crypto'
import { fail } from '../errors.ts'
import type { Policy, Relation } from '../events/edgeTerms.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { Share } from '../money/share.ts'
import { noAccounts, setCurrency } from './evolve.ts'
import type { Fee, LineageEdge, Rate } from './model.ts'
import { SnapshotReader, SnapshotWriter } from './snapshotBytes.ts'
import { AssetState, createRegistry, type RegistryState } from './state.ts'
import { insertByTime } from './timeline.ts'
import { type ContributorSource, nobody, unitsOf, VersionState } from './versionState.ts'

const magic = new TextEncoder().encode('HWR2')
const headBytes = magic.length + 32

/** The whole state; `fromSnapshot` gives an equal one. */
export function toSnapshot(state: RegistryState): Uint8Array {
  const writer = new SnapshotWriter()
  write(writer, state)
  const body = writer.taken()
  const bytes = new Uint8Array(headBytes + body.length)
  bytes.set(magic)
  bytes.set(checksum(body), magic.length)
  bytes.set(body, headBytes)
  return bytes
}

/** @throws HeadwaterError `snapshot.unreadable` where the bytes are of another format or damaged: replay the events */
export function fromSnapshot(bytes: Uint8Array): RegistryState {
  const body = bytes.subarray(headBytes)
  const head = Buffer.concat([magic, checksum(body)])
  if (!head.equals(bytes.subarray(0, headBytes))) {
    fail('snapshot.unreadable', 'The snapshot of the registry is damaged or of another format.')
  }
  const reader = new SnapshotReader(body)
  const state = read(reader)
  if (!reader.atEnd) fail('snapshot.unreadable', 'The snapshot of the registry is longer than what it holds.')
  return state
}

function checksum(body: Uint8Array): Uint8Array {
  return createHash('sha256').update(body).digest()
}

function write(writer: SnapshotWriter, state: RegistryState): void {
  writer.int(state.count)
  writer.text(state.digest)
  writer.list(state.currencies.values(), state.currencies.size, (currency) => {
    writer.text(currency.code)
    writer.int(currency.decimals)
    writer.text(currency.chain)
    writer.text(currency.token)
  })
  writer.list(state.fees, state.fees.length, (fee) => {
    writer.int(fee.share)
    writer.text(fee.payee)
    writer.int(fee.effectiveFrom)
    writer.int(fee.revision)
  })
  writer.list(state.payees.values(), state.payees.size, (payee) => {
    writer.text(payee.id)
    writer.text(payee.name)
    writer.list(payee.accounts, payee.accounts.size, ([chain, address]) => {
      writer.text(chain)
      writer.text(address)
    })
  })
  writer.list(state.assets.values(), state.assets.size, (asset) => writeAsset(writer, asset))
  writer.list(state.versions, state.versions.length, (version) => writeVersion(writer, version))
}

function writeAsset(writer: SnapshotWriter, asset: AssetState): void {
  writer.text(asset.id)
  writer.text(asset.owner)
  writer.text(asset.name)
  writer.text(asset.license)
  writer.text(asset.metadataUri)
  writer.list(asset.rates, asset.rates.length, (rate) => {
    writer.text(rate.currency)
    writer.int(rate.effectiveFrom)
    writer.bigint(rate.perCall)
    writer.bigint(rate.perToken.input)
    writer.bigint(rate.perToken.output)
    writer.bigint(rate.perToken.cacheRead)
    writer.bigint(rate.perToken.cacheWrite)
  })
  const { payees, units } = asset.work
  writer.int(payees.length)
  for (let at = 0; at < payees.length; at++) {
    writer.text(payees[at])
    writer.int(units[at]!)
  }
}

function writeVersion(writer: SnapshotWriter, version: VersionState): void {
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
  writeSource(writer, version)
  writer.int(version.stack)
  writer.list(version.derivedFrom, version.derivedFrom.length, (edge) => {
    writer.int(edge.source)
    writer.text(edge.relation)
    writer.text(edge.policy)
    writer.int(edge.share)
  })
}

/** 0 for a list that follows; else 1 more than the count of the asset's records. */
function writeSource(writer: SnapshotWriter, { source, contributorUnits }: VersionState): void {
  if (source.type === 'recorded') {
    writer.int(source.count + 1)
    writer.bigint(contributorUnits)
    return
  }
  writer.int(0)
  writer.list(source.contributors, source.contributors.length, ({ payee, units }) => {
    writer.text(payee)
    writer.bigint(units)
  })
}

function read(reader: SnapshotReader): RegistryState {
  const state = createRegistry()
  state.count = reader.int()
  state.digest = reader.text()
  reader.list(() => {
    const code = reader.text()
    const decimals = reader.int()
    const chain = reader.optionalText()
    const token = reader.optionalText()
    setCurrency(state, { code, decimals, ...(chain && token && { chain, token }) })
  })
  reader.list(() => {
    const fee: Fee = {
      share: reader.int() as Share,
      payee: reader.text(),
      effectiveFrom: reader.int(),
      revision: reader.int(),
    }
    state.fees.push(fee)
    insertByTime(state.feesByTime, fee, (each) => each.effectiveFrom)
  })
  reader.list(() => {
    const id = reader.text()
    const name = reader.optionalText()
    const entries = reader.list(() => [reader.text(), reader.text()] as const)
    const accounts = entries.length === 0 ? noAccounts : new Map(entries)
    state.payees.set(id, { id, ...(name !== undefined && { name }), accounts })
  })
  const assets = reader.list(() => readAsset(reader))
  for (const asset of assets) state.assets.set(asset.id, asset)
  reader.list(() => {
    const version = readVersion(reader, state)
    state.versions.push(version)
    state.assets.get(version.asset)!.addVersion(version, state.versions)
  })
  return state
}

function readAsset(reader: SnapshotReader): AssetState {
  const id = reader.text()
  const owner = reader.text()
  const name = reader.optionalText()
  const license = reader.optionalText()
  const metadataUri = reader.optionalText()
  const asset = new AssetState({
    id,
    owner,
    ...(name !== undefined && { name }),
    ...(license !== undefined && { license }),
    ...(metadataUri !== undefined && { metadataUri }),
  })
  reader.list(() => asset.addRate(readRate(reader)))
  reader.list(() => asset.work.record(reader.text(), reader.int()))
  return asset
}

function readRate(reader: SnapshotReader): Rate {
  const amount = () => reader.bigint() as LedgerUnits
  return {
    currency: reader.text(),
    effectiveFrom: reader.int(),
    perCall: amount(),
    perToken: { input: amount(), output: amount(), cacheRead: amount(), cacheWrite: amount() },
  }
}

function readVersion(reader: SnapshotReader, state: RegistryState): VersionState {
  const asset = reader.text()
  const version = reader.text()
  const releasedAt = reader.int()
  const revision = reader.int()
  const contentDigest = reader.optionalText()
  const holders = reader.list(() => ({ payee: reader.text(), share: reader.int() as Share }))
  const contributorShare = reader.int()
  const { source, contributorUnits } = readSource(reader, state.assets.get(asset)!)
  const stack = reader.int()
  const derivedFrom = reader.list(
    (): LineageEdge => ({
      source: reader.int(),
      relation: reader.text() as Relation,
      policy: reader.text() as Policy,
      share: reader.int() as Share,
    }),
  )
  return new VersionState({
    index: state.versions.length,
    asset,
    version,
    releasedAt,
    revision,
    ...(contentDigest !== undefined && { contentDigest }),
    holders,
    contributorShare,
    contributorUnits,
    derivedFrom,
    stack,
    source,
  })
}

function readSource(
  reader: SnapshotReader,
  asset: AssetState,
): { source: ContributorSource; contributorUnits: bigint } {
  const place = reader.int()
  if (place > 0) {
    return {
      source: { type: 'recorded', log: asset.work, count: place - 1 },
      contributorUnits: reader.bigint(),
    }
  }
  const contributors = reader.list(() => ({ payee: reader.text(), units: reader.bigint() }))
  const source: ContributorSource = contributors.length === 0 ? nobody : { type: 'listed', contributors }
  return { source, contributorUnits: unitsOf(contributors) }
}
