/** The logs of one transaction that belong together: a link is several logs, and their order differs by its entry. */
import type { ChainLog, Hex } from '../source/decoder.ts'
import type { Link } from './edges.ts'
import type { StoryLog } from './events.ts'
import type { Known, Position } from './known.ts'
import { lower } from './names.ts'

const zeroAddress = `0x${'0'.repeat(40)}`

/** A version that a transaction releases. */
interface Release {
  readonly ip: Hex
  readonly link: Link
  /** The log at which it is released: the last one that the release needs. */
  readonly at: ChainLog
  /** Units of the vault by holder, of 10^8: as they are at the release. */
  readonly units: ReadonlyMap<Hex, bigint>
}

export interface Transaction {
  readonly releases: ReadonlyMap<Hex, Release>
  /** Transfers of vaults that the holders of a release have in them already. */
  readonly included: ReadonlySet<ChainLog>
}

type Draft = { -readonly [Name in keyof Link]: Link[Name] } & { at?: ChainLog; isNew: boolean }

export function readTransaction(logs: readonly StoryLog[], known: Known, block: number): Transaction {
  const drafts = new Map<Hex, Draft>()
  const draftOf = (ip: string): Draft => {
    const address = lower(ip)
    const draft = drafts.get(address) ?? { isNew: false }
    drafts.set(address, draft)
    return draft
  }
  for (const entry of logs) {
    if ('transfer' in entry) {
      // A vault mints once, when it is deployed.
      if (entry.transfer.from === zeroAddress) draftOf(known.ipOf(entry.vault)!).at = entry.log
      continue
    }
    const { event, log } = entry
    if (event.name === 'IpRoyaltyVaultDeployed')
      Object.assign(draftOf(event.args.ipId), { at: log, isNew: true })
    else if (event.name === 'DerivativeRegistered')
      Object.assign(draftOf(event.args.childIpId), { at: log, isNew: true, derivative: event.args })
    else if (event.name === 'LinkedToParents')
      Object.assign(draftOf(event.args.ipId), { at: log, isNew: true, linked: event.args })
    else if (event.name === 'ExpirationTimeSet') draftOf(event.args.ipId).expires = event.args.expireTime
  }
  const releases = new Map<Hex, Release>()
  const included = new Set<ChainLog>()
  const here: Position = { block, logIndex: logs[0]!.log.logIndex }
  for (const [ip, { at, isNew, ...link }] of drafts) {
    if (!isNew || at === undefined || known.isReleased(ip, here)) continue
    const own = logs.filter(
      (entry) => 'transfer' in entry && known.ipOf(entry.vault) === ip && entry.log.logIndex <= at.logIndex,
    )
    const units = new Map<Hex, bigint>()
    for (const entry of own) {
      if (!('transfer' in entry)) continue
      included.add(entry.log)
      const { from, to, value } = entry.transfer
      if (from !== zeroAddress) units.set(lower(from), (units.get(lower(from)) ?? 0n) - value)
      units.set(lower(to), (units.get(lower(to)) ?? 0n) + value)
    }
    releases.set(ip, { ip, link, at, units })
  }
  return { releases, included }
}
