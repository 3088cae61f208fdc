/**
 * What becomes of each event of Story by itself, one row an event. Links and vaults, which several events tell together,
 * are in `release.ts`. docs/chain.md has the same table for people.
 */
import { decodeAbiParameters, parseAbiParameters } from 'viem'
import { type Currency, type Registry, tokenKey } from '../../registry/index.ts'
import { type Outcome, optionalText, payeeOf, scaledText, shareText } from '../logs/chainEvent.ts'
import type { ChainBlock, Hex } from '../source/decoder.ts'
import type { StoryArgs, StoryEventName } from './events.ts'
import type { Known } from './known.ts'
import { assetOf, lower, type Names, storyVersion } from './names.ts'

export interface At {
  readonly block: ChainBlock
  readonly names: Names
  readonly known: Known
  readonly registry: Pick<Registry, 'currencies' | 'currenciesByToken'>
  /** Collects the tokens of payments that become calls. */
  readonly paidIn: Map<Hex, Currency>
}

/** Those that a release takes into account. */
type Gathered = 'DerivativeRegistered' | 'LinkedToParents' | 'IpRoyaltyVaultDeployed' | 'ExpirationTimeSet'

type Rows = {
  readonly [Name in Exclude<StoryEventName, Gathered>]: (args: StoryArgs<Name>, at: At) => Outcome
}

export const table: Rows = {
  IPRegistered({ ipId, chainId, tokenContract, tokenId, name, uri }, { block, names }) {
    const asset = assetOf(names, ipId)
    const data = {
      asset,
      // The account of the IP, on Story: the owner of its token, which may be on another chain, acts through it.
      owner: payeeOf(block.chain, ipId),
      ...optionalText('name', name),
      ...optionalText('metadataUri', uri),
    }
    const isForeign = `eip155:${chainId}` !== block.chain
    const what = `${asset} belongs to the token ${tokenId} of ${lower(tokenContract)} on eip155:${chainId}. What it earns goes to its account on ${block.chain}.`
    return {
      events: [{ type: 'asset.registered', data }],
      listed: isForeign ? [{ kind: 'story.foreign', what }] : [],
    }
  },

  RoyaltyPaid({ receiverIpId, payerIpId, sender, token, amountAfterFee }, at) {
    if (!at.known.isPool(lower(sender)))
      return revenue({ ip: receiverIpId, payer: sender, token, amountAfterFee }, at)
    const what = `The pool ${lower(sender)} gave ${amountAfterFee} atoms of ${lower(token)} of its group ${assetOf(at.names, payerIpId)} to ${assetOf(at.names, receiverIpId)}: this is revenue of the group already.`
    return { listed: [{ kind: 'story.groupShare', what }] }
  },

  LicenseMintingFeePaid({ receiverIpId, payer, token, amountAfterFee }, at) {
    return revenue({ ip: receiverIpId, payer, token, amountAfterFee }, at)
  },

  LicenseTermsRegistered({ licenseTermsId, licenseTerms }) {
    return { listed: [{ kind: 'story.terms', what: `Terms ${licenseTermsId}: ${termsText(licenseTerms)}.` }] }
  },

  LicenseTermsAttached({ ipId, licenseTermsId }, { names }) {
    const what = `${assetOf(names, ipId)} is licensed under terms ${licenseTermsId}.`
    return { listed: [{ kind: 'story.licence', what }] }
  },

  LicensingConfigSetForLicense({ ipId, licenseTermsId, licensingConfig }, { names }) {
    const { isSet, commercialRevShare, disabled, mintingFee } = licensingConfig
    const does = isSet
      ? `share ${unitsText(commercialRevShare)}${disabled ? ', disabled' : ''}, minting fee ${mintingFee} atoms`
      : 'as the terms say'
    const what = `${assetOf(names, ipId)} changes terms ${licenseTermsId} for later links: ${does}.`
    return { listed: [{ kind: 'story.licence', what }] }
  },

  LicenseTokensMinted(
    { licensorIpId, licenseTermsId, amount, receiver, startLicenseTokenId },
    { block, names },
  ) {
    const what = `${assetOf(names, licensorIpId)} gave ${amount} licence(s) under terms ${licenseTermsId}, from ${startLicenseTokenId} on, to ${payeeOf(block.chain, receiver)}.`
    return { listed: [{ kind: 'story.licence', what }] }
  },

  IPGroupRegistered({ groupId, groupPool }, { names }) {
    const what = `${assetOf(names, groupId)} is a group with the pool ${lower(groupPool)}, which divides what it earns among its members.`
    return { listed: [{ kind: 'story.group', what }] }
  },

  AddedIpToGroup({ groupId, ipIds }, { names }) {
    return {
      listed: [{ kind: 'story.group', what: `${members(ipIds, names)} joined ${assetOf(names, groupId)}.` }],
    }
  },

  RemovedIpFromGroup({ groupId, ipIds }, { names }) {
    return {
      listed: [{ kind: 'story.group', what: `${members(ipIds, names)} left ${assetOf(names, groupId)}.` }],
    }
  },

  DisputeRaised({ disputeId, targetIpId, disputeInitiator }, { block, names }) {
    const what = `${payeeOf(block.chain, disputeInitiator)} raised dispute ${disputeId} against ${assetOf(names, targetIpId)}. The ledger's books are as they were.`
    return { listed: [{ kind: 'story.dispute', what }] }
  },

  DisputeCancelled({ disputeId }) {
    return { listed: [{ kind: 'story.dispute', what: `Dispute ${disputeId} was cancelled.` }] }
  },

  DisputeResolved({ disputeId }) {
    const what = `Dispute ${disputeId} was resolved after its judgement: Story takes payments again.`
    return { listed: [{ kind: 'story.dispute', what }] }
  },

  DisputeJudgementSet({ disputeId, decision }) {
    const what = `Dispute ${disputeId} was ${decision ? 'upheld: Story takes no payment for the IP that it names' : 'rejected'}. The ledger's books are as they were.`
    return { listed: [{ kind: 'story.dispute', what }] }
  },
}

interface Payment {
  readonly ip: string
  readonly payer: string
  readonly token: string
  readonly amountAfterFee: bigint
}

/** Revenue is what was paid without Story's own fee. What Story later moves between vaults is its division of the same. */
function revenue({ ip, payer, token, amountAfterFee }: Payment, at: At): Outcome {
  const { block, names, registry, paidIn } = at
  const asset = assetOf(names, ip)
  const code = registry.currenciesByToken.get(tokenKey(block.chain as never, lower(token) as never))
  if (code === undefined) {
    const what = `${asset} was paid ${amountAfterFee} atoms of ${lower(token)}, which is the token of no registered currency.`
    return { listed: [{ kind: 'story.tokenUnknown', what }] }
  }
  const currency = registry.currencies.get(code)!
  paidIn.set(lower(token), currency)
  const amount = scaledText(amountAfterFee, currency.decimals)
  const data = { asset, version: storyVersion, amount, currency: code, caller: payeeOf(block.chain, payer) }
  return { events: [{ type: 'call.metered', data }] }
}

function members(ips: readonly string[], names: Names): string {
  const first = ips.slice(0, 10).map((ip) => assetOf(names, ip))
  return ips.length > first.length
    ? `${first.join(', ')} and ${ips.length - first.length} more`
    : first.join(', ')
}

function unitsText(units: number): string {
  return shareText(units * 10)
}

const termsParameters = parseAbiParameters([
  'PILTerms terms',
  'struct PILTerms { bool transferable; address royaltyPolicy; uint256 defaultMintingFee; uint256 expiration; bool commercialUse; bool commercialAttribution; address commercializerChecker; bytes commercializerCheckerData; uint32 commercialRevShare; uint256 commercialRevCeiling; bool derivativesAllowed; bool derivativesAttribution; bool derivativesApproval; bool derivativesReciprocal; uint256 derivativeRevCeiling; address currency; string uri; }',
])

function termsText(encoded: `0x${string}`): string {
  try {
    const [terms] = decodeAbiParameters(termsParameters, encoded)
    const parts = [
      terms.commercialUse ? 'commercial use' : 'no commercial use',
      terms.derivativesAllowed ? 'derivatives' : 'no derivatives',
      `share ${unitsText(terms.commercialRevShare)} by the policy ${lower(terms.royaltyPolicy)}`,
      `minting fee ${terms.defaultMintingFee} atoms of ${lower(terms.currency)}`,
      terms.expiration === 0n ? 'no end' : `${terms.expiration} seconds`,
      ...(terms.uri === '' ? [] : [JSON.stringify(terms.uri.slice(0, 256))]),
    ]
    return parts.join(', ')
  } catch {
    return 'of another template'
  }
}
