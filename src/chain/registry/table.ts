/**
 * What becomes of each event of the contract `AssetRegistry`, one row an event. docs/chain.md has the same table for
 * people.
 */
import type { ContractEventArgsFromTopics, ContractEventName } from 'viem'
import { relations } from '../../events/edgeNames.ts'
import type { assetRegistry } from '../contracts/assetRegistry.ts'
import { type Outcome, optionalText, payeeOf, scaledText, shareText, timeText } from '../logs/chainEvent.ts'
import type { ChainBlock, ChainLog, Note } from '../source/decoder.ts'
import type { OwnedVersions } from './ownedVersions.ts'

type Abi = typeof assetRegistry.abi
type Args<Name extends ContractEventName<Abi>> = ContractEventArgsFromTopics<Abi, Name>

/** The place of a log, and what the chain said before. */
export interface At {
  readonly block: ChainBlock
  readonly log: ChainLog
  readonly owned: OwnedVersions
}

type Row<Name extends ContractEventName<Abi>> = (
  args: Args<Name>,
  at: At,
) => Outcome & { readonly notes?: readonly Note[] }

type Rows = {
  readonly [Name in
    | 'AssetRegistered'
    | 'VersionReleased'
    | 'ContributionsAttested'
    | 'AssetTransferred'
    | 'LicenseGranted'
    | 'PayeeRegistered'
    | 'PayeeBound']: Row<Name>
}

export const table: Rows = {
  AssetRegistered({ asset, owner, name, license, metadataUri }, { block }) {
    const data = {
      asset,
      owner: payeeOf(block.chain, owner),
      ...optionalText('name', name),
      ...optionalText('license', license),
      ...optionalText('metadataUri', metadataUri),
    }
    return { events: [{ type: 'asset.registered', data }] }
  },

  VersionReleased({ asset, owner, release }, { block, log, owned }) {
    const payee = (address: string) => payeeOf(block.chain, address)
    const { version, contributorShare, contributors, holders, derivedFrom } = release
    const data = {
      asset,
      version,
      releasedAt: timeText(release.releasedAt),
      ...optionalText('contentDigest', release.contentDigest),
      holders: holders.map((holder) => ({ payee: payee(holder.payee), share: shareText(holder.share) })),
      ...(contributorShare > 0 && { contributorShare: shareText(contributorShare) }),
      contributors: contributors.map((each) => ({ payee: payee(each.payee), units: Number(each.units) })),
      derivedFrom: derivedFrom.map(edgeOf),
    }
    const share = holders.find((holder) => holder.payee === owner)?.share ?? 0
    return {
      events: [{ type: 'version.released', data }],
      notes:
        share === 0
          ? []
          : [owned.add(asset, { version, share, block: block.number, logIndex: log.logIndex })],
    }
  },

  ContributionsAttested({ asset, attestations }, { block }) {
    const contributions = attestations.map(({ payee, units }) => ({
      payee: payeeOf(block.chain, payee),
      units: Number(units),
    }))
    return { events: [{ type: 'contribution.recorded', data: { asset, contributions } }] }
  },

  AssetTransferred({ asset, from, to }, { block, log, owned }) {
    const versions = owned.before(asset, { block: block.number, logIndex: log.logIndex })
    if (versions.length === 0) {
      const what = `${asset} went from ${payeeOf(block.chain, from)} to ${payeeOf(block.chain, to)}, and no share with it: its owner holds none of a version.`
      return { listed: [{ kind: 'registry.transfer', what }] }
    }
    const parties = { from: payeeOf(block.chain, from), to: payeeOf(block.chain, to) }
    const effectiveFrom = timeText(block.time)
    return {
      events: versions.map(({ version, share }) => ({
        type: 'holding.transferred',
        data: { asset, version, ...parties, share: shareText(share), effectiveFrom },
      })),
    }
  },

  LicenseGranted({ asset, licenseId, licensee, grant }, { block }) {
    const version = grant.version === '' ? '' : ` ${grant.version}`
    const until = grant.until === 0n ? '' : ` until ${timeText(grant.until)}`
    const what = `Licence ${licenseId} of ${asset}${version} was granted to ${payeeOf(block.chain, licensee)}${until}: ${JSON.stringify(grant.license)}, terms ${grant.termsHash} at ${JSON.stringify(grant.termsUri)}.`
    return { listed: [{ kind: 'registry.licence', what }] }
  },

  PayeeRegistered({ payee, name }, { block }) {
    const data = { payee: payeeOf(block.chain, payee), ...optionalText('name', name) }
    return { events: [{ type: 'payee.registered', data }] }
  },

  PayeeBound({ payee, account }, { block }) {
    return { events: [{ type: 'payee.bound', data: { payee: payeeOf(block.chain, payee), account } }] }
  },
}

type Source = Args<'VersionReleased'>['release']['derivedFrom'][number]

/** As the enum of the contract. */
const policies = ['absolute', 'relative'] as const

function edgeOf({ asset, version, relation, policy, share, until, caps }: Source): object {
  return {
    asset,
    version,
    relation: relations[relation]!,
    policy: policies[policy]!,
    share: shareText(share),
    ...(until > 0n && { until: timeText(until) }),
    ...(caps.length > 0 && {
      caps: caps.map(({ currency, amount, decimals }) => ({
        currency,
        amount: scaledText(amount, decimals),
      })),
    }),
  }
}
