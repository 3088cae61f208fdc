/** Transfers of holdings in the registry. */
import { fail } from '../errors.ts'
import type { PayeeId } from '../events/ids.ts'
import type { RegistryWireEventOf } from '../events/index.ts'
import { formatTime, parseTime } from '../events/time.ts'
import { formatShare, type Share } from '../money/share.ts'
import type { HoldingTransfer } from './contractModel.ts'
import { type Json, type RegistryDefinition, readShare } from './definition.ts'
import { heldShare } from './holdings.ts'
import type { Asset, Registry, Version } from './model.ts'
import { namePayee } from './payee.ts'
import { RecordReader, RecordWriter } from './recordBytes.ts'
import { checkPayee, knownAsset, recorded } from './require.ts'
import type { VersionState } from './versionState.ts'

type TransferData = RegistryWireEventOf<'io.headwater.holding.transferred'>['data']

export const holdingTransferred: RegistryDefinition<'io.headwater.holding.transferred'> = {
  decide(event, registry) {
    const { data } = event
    const asset = knownAsset(registry, data.asset)
    checkPayee(registry, data.to, '/data/to')
    if (data.version !== undefined && asset.versionIndex(data.version) === undefined) {
      fail('version.unknown', `The asset ${asset.id} has no version ${data.version}.`, {
        path: '/data/version',
      })
    }
    const versions = versionsOf(asset, data, registry)
    if (versions.length === 0) {
      fail('holding.none', `${JSON.stringify(data.from)} holds no version of ${asset.id}.`, {
        path: '/data/from',
      })
    }
    for (const version of versions) checkTransfer(version, data)
    return event
  },
  evolve(state, { data }, revision) {
    const { from, to, share, effectiveFrom } = data
    namePayee(state, to)
    for (const version of versionsOf(recorded(state.assets, data.asset), data, state)) {
      const changed = (version as VersionState).after({ from, to, share, effectiveFrom, revision })
      state.versions.replace(changed)
    }
    state.contractsFrom ??= revision
  },
  payload: ({ share, effectiveFrom, ...rest }) => ({
    ...rest,
    share: formatShare(share),
    effectiveFrom: formatTime(effectiveFrom),
  }),
  read: ({ share, effectiveFrom, ...rest }: Json) =>
    ({
      ...rest,
      share: readShare(share),
      effectiveFrom: parseTime(effectiveFrom as string),
    }) as TransferData,
}

/** The version that the event names; without one, every version of the asset in which the payee holds something. */
function versionsOf(asset: Asset, { version, from }: TransferData, { versions }: Registry): Version[] {
  if (version !== undefined) return [versions.at(asset.versionIndex(version)!)!]
  return asset.versions.map((index) => versions.at(index)!).filter((each) => heldShare(each, from) > 0)
}

function checkTransfer(version: Version, { from, share, effectiveFrom }: TransferData): void {
  const name = `${version.asset} ${version.version}`
  const held = heldShare(version, from)
  if (held < share) {
    fail(
      'holding.tooLittle',
      `${JSON.stringify(from)} holds ${formatShare(held)} of ${name}, which is less than ${formatShare(share)}.`,
      { path: '/data/share', data: { held: formatShare(held) } },
    )
  }
  const last = version.transfers.at(-1)?.effectiveFrom
  if (last !== undefined && last > effectiveFrom) {
    fail(
      'holding.outOfOrder',
      `A transfer of ${name} from ${formatTime(last)} on is recorded, which is later than this one.`,
      { path: '/data/effectiveFrom' },
    )
  }
}

/** The transfers of a version, in the order recorded, as a store keeps them. */
export function transfersToBytes(transfers: readonly HoldingTransfer[]): Uint8Array {
  const writer = new RecordWriter()
  writer.list(transfers, transfers.length, (transfer) => {
    writer.text(transfer.from)
    writer.text(transfer.to)
    writer.int(transfer.share)
    writer.int(transfer.effectiveFrom)
    writer.int(transfer.revision)
  })
  return writer.taken()
}

export function transfersFromBytes(bytes: Uint8Array): HoldingTransfer[] {
  const reader = new RecordReader(bytes)
  return reader.list(() => ({
    from: reader.text<PayeeId>(),
    to: reader.text<PayeeId>(),
    share: reader.int() as Share,
    effectiveFrom: reader.int(),
    revision: reader.int(),
  }))
}
