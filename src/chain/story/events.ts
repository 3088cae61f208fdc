/** The events of Story Protocol that the import reads (protocol-core v1.3), by the contract that emits them. */
import { type ContractEventArgsFromTopics, type ContractEventName, parseAbi } from 'viem'
import type { StoryContract, StoryContracts } from '../../config/storyChain.ts'
import { eventReader } from '../logs/eventReader.ts'
import type { ChainLog, Hex } from '../source/decoder.ts'

export const storyAbi = parseAbi([
  'event IPRegistered(address ipId, uint256 indexed chainId, address indexed tokenContract, uint256 indexed tokenId, string name, string uri, uint256 registrationDate)',
  'event LicenseTermsRegistered(uint256 indexed licenseTermsId, address indexed licenseTemplate, bytes licenseTerms)',
  'event LicenseTermsAttached(address indexed caller, address indexed ipId, address licenseTemplate, uint256 licenseTermsId)',
  'struct LicensingConfig { bool isSet; uint256 mintingFee; address licensingHook; bytes hookData; uint32 commercialRevShare; bool disabled; uint32 expectMinimumGroupRewardShare; address expectGroupRewardPool; }',
  'event LicensingConfigSetForLicense(address indexed ipId, address indexed licenseTemplate, uint256 indexed licenseTermsId, LicensingConfig licensingConfig)',
  'event LicenseTokensMinted(address indexed caller, address indexed licensorIpId, address licenseTemplate, uint256 indexed licenseTermsId, uint256 amount, address receiver, uint256 startLicenseTokenId)',
  'event DerivativeRegistered(address indexed caller, address indexed childIpId, uint256[] licenseTokenIds, address[] parentIpIds, uint256[] licenseTermsIds, address licenseTemplate)',
  'event LinkedToParents(address ipId, address[] parentIpIds, address[] licenseRoyaltyPolicies, uint32[] licensesPercent, bytes externalData)',
  'event IpRoyaltyVaultDeployed(address ipId, address ipRoyaltyVault)',
  'event RoyaltyPaid(address receiverIpId, address payerIpId, address sender, address token, uint256 amount, uint256 amountAfterFee)',
  'event LicenseMintingFeePaid(address receiverIpId, address payer, address token, uint256 amount, uint256 amountAfterFee)',
  'event IPGroupRegistered(address indexed groupId, address indexed groupPool)',
  'event AddedIpToGroup(address indexed groupId, address[] ipIds)',
  'event RemovedIpFromGroup(address indexed groupId, address[] ipIds)',
  'event ExpirationTimeSet(address indexed ipId, uint256 expireTime)',
  'event DisputeRaised(uint256 disputeId, address targetIpId, address disputeInitiator, uint256 disputeTimestamp, address arbitrationPolicy, bytes32 disputeEvidenceHash, bytes32 targetTag, bytes data)',
  'event DisputeCancelled(uint256 disputeId, bytes data)',
  'event DisputeResolved(uint256 disputeId, bytes data)',
  'event DisputeJudgementSet(uint256 disputeId, bool decision, bytes data)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
])

type Abi = typeof storyAbi
export type StoryEventName = Exclude<ContractEventName<Abi>, 'Transfer'>
export type StoryArgs<Name extends ContractEventName<Abi>> = ContractEventArgsFromTopics<Abi, Name>

/** Who emits what. The same event of another contract means nothing: anyone can emit it. */
const emitters: { readonly [Name in StoryEventName]: StoryContract } = {
  IPRegistered: 'ipAssetRegistry',
  LicenseTermsRegistered: 'pilTemplate',
  LicenseTermsAttached: 'licensingModule',
  LicensingConfigSetForLicense: 'licenseRegistry',
  LicenseTokensMinted: 'licensingModule',
  DerivativeRegistered: 'licensingModule',
  LinkedToParents: 'royaltyModule',
  IpRoyaltyVaultDeployed: 'royaltyModule',
  RoyaltyPaid: 'royaltyModule',
  LicenseMintingFeePaid: 'royaltyModule',
  IPGroupRegistered: 'groupingModule',
  AddedIpToGroup: 'groupingModule',
  RemovedIpFromGroup: 'groupingModule',
  ExpirationTimeSet: 'licenseRegistry',
  DisputeRaised: 'disputeModule',
  DisputeCancelled: 'disputeModule',
  DisputeResolved: 'disputeModule',
  DisputeJudgementSet: 'disputeModule',
}

type StoryEvent = {
  readonly [Name in StoryEventName]: { readonly name: Name; readonly args: StoryArgs<Name> }
}[StoryEventName]

/** One log, with what it says. */
export type StoryLog = { readonly log: ChainLog } & (
  | { readonly event: StoryEvent }
  | { readonly transfer: StoryArgs<'Transfer'>; readonly vault: Hex }
)

const transfers = eventReader(storyAbi, ['Transfer'])
export const [transferTopic] = [...transfers.names.keys()] as [Hex]
const others = eventReader(storyAbi, Object.keys(emitters))
const namesByTopic = others.names as ReadonlyMap<Hex, StoryEventName>

/** The events that name a contract of which the import must know. */
export const deployingTopics: ReadonlySet<Hex | undefined> = new Set(
  [...namesByTopic.keys()].filter((topic) =>
    ['IpRoyaltyVaultDeployed', 'IPGroupRegistered'].includes(namesByTopic.get(topic)!),
  ),
)

/** The topics that each of Story's contracts is asked for. */
export function topicsByContract(
  contracts: StoryContracts,
): { readonly address: Hex; readonly topics: Hex[] }[] {
  const found = new Map<Hex, Hex[]>()
  for (const [topic, name] of namesByTopic) {
    const address = contracts[emitters[name]]
    found.set(address, [...(found.get(address) ?? []), topic])
  }
  return [...found].map(([address, topics]) => ({ address, topics }))
}

/** @returns `unreadable` for a log that is one of these by its contract and topic, and whose data have another form */
export function readStoryLog(
  log: ChainLog,
  contracts: StoryContracts,
  isVault: (address: Hex) => boolean,
): StoryLog | 'unreadable' | undefined {
  if (log.topics[0] === transferTopic) {
    if (!isVault(log.address)) return undefined
    const found = transfers.read(log)
    return found ? { log, vault: log.address, transfer: found.args as StoryArgs<'Transfer'> } : 'unreadable'
  }
  const name = namesByTopic.get(log.topics[0]!)
  if (name === undefined || contracts[emitters[name]] !== log.address) return undefined
  const found = others.read(log)
  return found ? { log, event: { name, args: found.args } as StoryEvent } : 'unreadable'
}
