/** Story Protocol's logs as its contracts emit them, made of signatures: registrations, links, licences, payments. */
import { encodeAbiParameters, parseAbiParameters } from 'viem'
import { z } from 'zod'
import { storyAbi } from '../../../src/chain/story/events.ts'
import { type StoryContract, storySchema } from '../../../src/config/storyChain.ts'
import { address, type Emitted } from '../support/logs.ts'

/** Story's own addresses, and `from` 0. */
export const settings = storySchema(z.string() as unknown as z.ZodType<`0x${string}`>).parse({ from: 0 })
export const { contracts } = settings
/** No token has decimals that it could say. */
export const ports = { proof: 'receipts', decimalsOf: async () => undefined } as const
export const { royaltyPolicyLAP: lap, royaltyPolicyLRP: lrp } = contracts
export const zero = address(0)
const template = contracts.pilTemplate
const caller = address('ca11')

export function emitted(contract: StoryContract | `0x${string}`, name: string, args: object): Emitted {
  const from = contract.startsWith('0x') ? contract : contracts[contract as StoryContract]
  return { address: from, abi: storyAbi, name, args: args as Record<string, unknown> }
}

export function registered(ip: string, more: object = {}): Emitted {
  return emitted('ipAssetRegistry', 'IPRegistered', {
    ipId: ip,
    chainId: 1514n,
    tokenContract: address('4f7'),
    tokenId: 1n,
    name: `IP ${ip.slice(-3)}`,
    uri: 'ipfs://ip',
    registrationDate: 1_800_000_000n,
    ...more,
  })
}

export function moved(vault: string, from: string, to: string, value: bigint): Emitted {
  return emitted(vault as `0x${string}`, 'Transfer', { from, to, value })
}

/** A vault's address, by its IP. */
export function vaultOf(ip: string): `0x${string}` {
  return `0xfeed${ip.slice(6)}` as `0x${string}`
}

const vaultUnits = 100_000_000n

/** The first licence of a root IP: its vault mints to the account of the IP, then is named. */
export function vaultDeployed(ip: string, holder: string = ip): Emitted[] {
  return [
    moved(vaultOf(ip), zero, holder, vaultUnits),
    emitted('royaltyModule', 'IpRoyaltyVaultDeployed', { ipId: ip, ipRoyaltyVault: vaultOf(ip) }),
  ]
}

export interface Parent {
  readonly ip: string
  readonly policy: string
  /** In 10^-8. */
  readonly units: number
}

function derivative(ip: string, parents: readonly { ip: string }[]): Emitted {
  return emitted('licensingModule', 'DerivativeRegistered', {
    caller,
    childIpId: ip,
    licenseTokenIds: [],
    parentIpIds: parents.map((parent) => parent.ip),
    licenseTermsIds: parents.map(() => 1n),
    licenseTemplate: template,
  })
}

/** A link under terms with a royalty policy. With licence tokens the module names the derivative after the link. */
export function linked(ip: string, parents: readonly Parent[], withTokens = false): Emitted[] {
  const module = contracts.royaltyModule
  const link = [
    moved(vaultOf(ip), zero, module, vaultUnits),
    emitted('royaltyModule', 'IpRoyaltyVaultDeployed', { ipId: ip, ipRoyaltyVault: vaultOf(ip) }),
    moved(vaultOf(ip), module, lap, 0n),
    moved(vaultOf(ip), module, ip, vaultUnits),
    emitted('royaltyModule', 'LinkedToParents', {
      ipId: ip,
      parentIpIds: parents.map((parent) => parent.ip),
      licenseRoyaltyPolicies: parents.map(({ policy }) => policy),
      licensesPercent: parents.map(({ units }) => units),
      externalData: '0x',
    }),
  ]
  return withTokens ? [...link, derivative(ip, parents)] : [derivative(ip, parents), ...link]
}

/** A link under terms without a royalty policy: the royalty module hears nothing of it. */
export function linkedFree(ip: string, parents: readonly string[]): Emitted[] {
  return [
    derivative(
      ip,
      parents.map((parent) => ({ ip: parent })),
    ),
  ]
}

export interface Paid {
  readonly to: string
  readonly token: string
  readonly amount: bigint
  readonly afterFee?: bigint
}

export function royalty(
  { to, token, amount, afterFee = amount }: Paid,
  sender: string,
  payerIp = zero,
): Emitted {
  const args = { receiverIpId: to, payerIpId: payerIp, sender, token, amount, amountAfterFee: afterFee }
  return emitted('royaltyModule', 'RoyaltyPaid', args)
}

export function mintingFee({ to, token, amount, afterFee = amount }: Paid, payer = caller): Emitted {
  const args = { receiverIpId: to, payer, token, amount, amountAfterFee: afterFee }
  return emitted('royaltyModule', 'LicenseMintingFeePaid', args)
}

export function expires(ip: string, expireTime: bigint): Emitted {
  return emitted('licenseRegistry', 'ExpirationTimeSet', { ipId: ip, expireTime })
}

const revenueAbi = [
  {
    type: 'event',
    name: 'RevenueTransferredToVault',
    inputs: [
      { name: 'ipId', type: 'address' },
      { name: 'ancestorIpId', type: 'address' },
      { name: 'token', type: 'address' },
      { name: 'amount', type: 'uint256' },
    ],
  },
] as const

/** Story's own division of what was paid. */
export function sharedUp(ip: string, ancestor: string, { token, amount }: Omit<Paid, 'to'>): Emitted {
  const args = { ipId: ip, ancestorIpId: ancestor, token, amount }
  return { address: lap, abi: revenueAbi, name: 'RevenueTransferredToVault', args }
}

export function terms(id: bigint, more: object = {}): Emitted {
  const value = {
    transferable: true,
    royaltyPolicy: lap,
    defaultMintingFee: 100n,
    expiration: 0n,
    commercialUse: true,
    commercialAttribution: true,
    commercializerChecker: zero,
    commercializerCheckerData: '0x',
    commercialRevShare: 10_000_000,
    commercialRevCeiling: 0n,
    derivativesAllowed: true,
    derivativesAttribution: true,
    derivativesApproval: false,
    derivativesReciprocal: true,
    derivativeRevCeiling: 0n,
    currency: address('70'),
    uri: 'https://terms.example',
    ...more,
  }
  const parameters = parseAbiParameters([
    'PILTerms terms',
    'struct PILTerms { bool transferable; address royaltyPolicy; uint256 defaultMintingFee; uint256 expiration; bool commercialUse; bool commercialAttribution; address commercializerChecker; bytes commercializerCheckerData; uint32 commercialRevShare; uint256 commercialRevCeiling; bool derivativesAllowed; bool derivativesAttribution; bool derivativesApproval; bool derivativesReciprocal; uint256 derivativeRevCeiling; address currency; string uri; }',
  ])
  const licenseTerms = encodeAbiParameters(parameters, [value as never])
  return emitted('pilTemplate', 'LicenseTermsRegistered', {
    licenseTermsId: id,
    licenseTemplate: template,
    licenseTerms,
  })
}

export function overridden(ip: string, termsId: bigint, units: number): Emitted {
  const licensingConfig = {
    isSet: true,
    mintingFee: 0n,
    licensingHook: zero,
    hookData: '0x',
    commercialRevShare: units,
    disabled: false,
    expectMinimumGroupRewardShare: 0,
    expectGroupRewardPool: zero,
  }
  const args = { ipId: ip, licenseTemplate: template, licenseTermsId: termsId, licensingConfig }
  return emitted('licenseRegistry', 'LicensingConfigSetForLicense', args)
}
