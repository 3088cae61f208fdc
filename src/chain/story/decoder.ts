/**
 * Story Protocol's logs as registry events and revenue: IPs are assets, links are edges, tokens of vaults are holdings, and
 * royalties and minting fees that are paid are calls.
 */
import type { EvmChain, StoryChain } from '../../config/chainsFile.ts'
import { fail } from '../../errors.ts'
import { relations } from '../../events/edgeNames.ts'
import { eventsOfLog, type Outcome, placeOf, timeText } from '../logs/chainEvent.ts'
import { type DecimalsOf, TokenDecimals } from '../logs/tokenDecimals.ts'
import type {
  ChainBlock,
  ChainEvent,
  ChainLog,
  DecodeContext,
  Decoded,
  Decoder,
  Hex,
  Listed,
  LogFilter,
} from '../source/decoder.ts'
import { expiry } from './edges.ts'
import { deployingTopics, readStoryLog, type StoryLog, topicsByContract, transferTopic } from './events.ts'
import { Known } from './known.ts'
import { assetOf, lower, type Names } from './names.ts'
import { holdingOf, releaseOf, type World } from './release.ts'
import { type At, table } from './table.ts'
import { readTransaction, type Transaction } from './transaction.ts'

/** Above it, transfers are asked for by their topic alone, and those of other tokens are left out here. */
const vaultsInFilterMax = 1_000

/**
 * @param chain CAIP-2
 * @throws HeadwaterError `chain.fileFaulty` for a relation that there is not; decoding: `chain.decimals`
 */
export function storyDecoder(
  chain: string,
  settings: StoryChain,
  { proof, decimalsOf }: { readonly proof: EvmChain['proof']; readonly decimalsOf: DecimalsOf },
): Decoder {
  const { from, kind, relation, contracts } = settings
  if (!(relations as readonly string[]).includes(relation)) {
    fail('chain.fileFaulty', `The relation of story on ${chain} is none of ${relations.join(', ')}.`)
  }
  const names: Names = { chain, kind, relation }
  const world: World = { names, contracts, known: new Known() }
  const decimals = new TokenDecimals(chain, decimalsOf)
  const own: readonly LogFilter[] = topicsByContract(contracts).map(({ address, topics }) => ({
    addresses: [address],
    topics: [topics],
  }))
  // The source asks at each block: the lists change with the vaults alone.
  let filters: readonly LogFilter[] = []
  let filteredVaults = -1
  return {
    watched: 'story',
    from,
    filters() {
      const { vaultCount } = world.known
      if (vaultCount !== filteredVaults) filters = [...own, ...vaultFilters(world.known, proof)]
      filteredVaults = vaultCount
      return filters
    },
    restore: (notes) => world.known.restore(notes),
    async decode(block, logs, context) {
      const { paidIn, ...decoded } = decodeBlock(block, context.allLogs ?? logs, context, world)
      for (const [token, currency] of paidIn) await decimals.require(token, currency)
      return decoded
    },
  }
}

/** Two endpoints that are compared give no other logs of a block, and a new vault has transfers in the block it comes in. */
function vaultFilters(known: Known, proof: string): LogFilter[] {
  if (proof === 'peers' || known.vaultCount > vaultsInFilterMax) return [{ topics: [[transferTopic]] }]
  return known.vaultCount === 0 ? [] : [{ addresses: [...known.vaults], topics: [[transferTopic]] }]
}

function decodeBlock(
  block: ChainBlock,
  logs: readonly ChainLog[],
  { registry }: DecodeContext,
  world: World,
): Required<Pick<Decoded, 'events' | 'listed' | 'notes'>> & Pick<At, 'paidIn'> {
  const { known, contracts, names } = world
  const events: ChainEvent[] = []
  const listed: Listed[] = []
  const paidIn: At['paidIn'] = new Map()
  const give = (log: ChainLog, outcome: Outcome) => {
    events.push(...eventsOfLog(`chain:${names.chain}/story`, block, log, outcome.events ?? []))
    for (const each of outcome.listed ?? []) listed.push({ ...each, place: placeOf(log) })
  }
  learn(logs, world)
  const found: StoryLog[] = []
  for (const log of logs) {
    const read = readStoryLog(log, contracts, (address) => known.ipOf(address) !== undefined)
    if (read === 'unreadable') {
      const what = `A log of ${log.address} has a topic of Story and data of another form.`
      give(log, { listed: [{ kind: 'story.unreadable', what }] })
    } else if (read !== undefined) found.push(read)
  }
  for (const group of byTransaction(found)) {
    const transaction = readTransaction(group, known, block.number)
    for (const entry of group) {
      give(entry.log, outcomeOf(entry, transaction, { block, names, known, registry, paidIn }, world))
      give(entry.log, releasesAt(entry.log, transaction, block, world))
    }
  }
  return { events, listed, notes: known.takeNotes(), paidIn }
}

/** Vaults and pools of the block, before its logs are read: a vault mints before the log that names it. */
function learn(logs: readonly ChainLog[], { known, contracts }: World): void {
  for (const log of logs) {
    if (!deployingTopics.has(log.topics[0])) continue
    const read = readStoryLog(log, contracts, () => false)
    if (read === undefined || read === 'unreadable' || !('event' in read)) continue
    const { name, args } = read.event
    if (name === 'IpRoyaltyVaultDeployed') known.addVault(lower(args.ipRoyaltyVault), lower(args.ipId))
    if (name === 'IPGroupRegistered') known.addPool(lower(args.groupPool), lower(args.groupId))
  }
}

function* byTransaction(found: readonly StoryLog[]): Iterable<StoryLog[]> {
  let group: StoryLog[] = []
  for (const entry of found) {
    if (group.length > 0 && group[0]!.log.transactionHash !== entry.log.transactionHash) {
      yield group
      group = []
    }
    group.push(entry)
  }
  if (group.length > 0) yield group
}

function outcomeOf(entry: StoryLog, { releases, included }: Transaction, at: At, { known }: World): Outcome {
  if ('transfer' in entry) {
    if (included.has(entry.log)) return {}
    return holdingOf(known.ipOf(entry.vault)!, entry.transfer, timeText(at.block.time), at.names)
  }
  const { name, args } = entry.event
  if (name === 'ExpirationTimeSet') {
    if (args.expireTime === 0n || releases.has(lower(args.ipId))) return {}
    const listed = expiry(assetOf(at.names, args.ipId), args.expireTime, 'Its version is released already')
    return { listed: [listed] }
  }
  if (name === 'DerivativeRegistered' || name === 'LinkedToParents' || name === 'IpRoyaltyVaultDeployed')
    return {}
  const row = table[name] as (args: unknown, at: At) => Outcome
  return row(args, at)
}

function releasesAt(log: ChainLog, transaction: Transaction, block: ChainBlock, world: World): Outcome {
  const events: NonNullable<Outcome['events']>[number][] = []
  const listed: NonNullable<Outcome['listed']>[number][] = []
  const here = { block: block.number, logIndex: log.logIndex }
  for (const { ip, at } of transaction.releases.values()) {
    if (at !== log) continue
    const outcome = releaseOf(ip as Hex, transaction, here, world)
    events.push(...outcome.events)
    listed.push(...outcome.listed)
  }
  return { events, listed }
}
