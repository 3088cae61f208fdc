/** The release of an IP's version: with its parents where it links to some, and with the holders of its vault. */
import type { StoryContracts } from '../../config/storyChain.ts'
import { type Outcome, payeeOf, shareText } from '../logs/chainEvent.ts'
import type { Hex } from '../source/decoder.ts'
import { edgesOf, type Link } from './edges.ts'
import type { StoryArgs } from './events.ts'
import type { Known, Position } from './known.ts'
import { assetOf, lower, type Names, storyVersion } from './names.ts'
import type { Transaction } from './transaction.ts'

export interface World {
  readonly names: Names
  readonly contracts: StoryContracts
  readonly known: Known
}

type Events = NonNullable<Outcome['events']>
type Listed = NonNullable<Outcome['listed']>

/** A vault has 100 tokens of 6 decimals. */
const vaultUnits = 100_000_000n
/** Of 10^9, one unit of a vault. */
const partsPerUnit = 10

/**
 * Releases an IP, and before it those of its parents that have no version: a parent without a vault, which no one has a
 * licence to pay for, shows up first as a parent.
 */
export function releaseOf(ip: Hex, { releases }: Transaction, at: Position, world: World): Required<Outcome> {
  const events: Events[number][] = []
  const listed: Listed[number][] = []
  const isReleasedHere = new Set<Hex>()
  const release = (one: Hex) => {
    if (isReleasedHere.has(one) || world.known.isReleased(one, at)) return
    isReleasedHere.add(one)
    world.known.addRelease(one, at)
    const { link = {}, units = new Map() } = releases.get(one) ?? {}
    for (const parent of parentsOf(link)) release(parent)
    const asset = assetOf(world.names, one)
    const { edges, listed: more } = edgesOf(asset, link, world.names, world.contracts)
    const holders = holdersOf(units, world.names.chain)
    if (units.size > 0 && holders === undefined) {
      const what = `The vault of ${asset} does not hold 100 tokens at its release: the account of the IP is taken as the one holder.`
      listed.push({ kind: 'story.vault', what })
    }
    const data = {
      asset,
      version: storyVersion,
      ...(holders && { holders }),
      ...(edges.length > 0 && { derivedFrom: edges }),
    }
    events.push({ type: 'version.released', data })
    listed.push(...more)
  }
  release(ip)
  return { events, listed }
}

function parentsOf({ derivative, linked }: Link): Hex[] {
  return (linked?.parentIpIds ?? derivative?.parentIpIds ?? []).map(lower)
}

function holdersOf(units: ReadonlyMap<Hex, bigint>, chain: string): object[] | undefined {
  const holding = [...units].filter(([, count]) => count > 0n).sort(([one], [two]) => (one < two ? -1 : 1))
  const total = holding.reduce((sum, [, count]) => sum + count, 0n)
  if (total !== vaultUnits) return undefined
  return holding.map(([address, count]) => ({
    payee: payeeOf(chain, address),
    share: shareText(Number(count) * partsPerUnit),
  }))
}

const zeroAddress = `0x${'0'.repeat(40)}`

/** A transfer of a vault's tokens after the release. */
export function holdingOf(
  ip: Hex,
  { from, to, value }: StoryArgs<'Transfer'>,
  effectiveFrom: string,
  names: Names,
): Outcome {
  const asset = assetOf(names, ip)
  if (lower(to) === zeroAddress) {
    return { listed: [{ kind: 'story.vault', what: `${value} units of the vault of ${asset} were burnt.` }] }
  }
  // A vault that comes after the release is minted then: the account of the IP held all until now.
  const holder = lower(from) === zeroAddress ? ip : lower(from)
  if (value === 0n || holder === lower(to)) return {}
  const data = {
    asset,
    version: storyVersion,
    from: payeeOf(names.chain, holder),
    to: payeeOf(names.chain, to),
    share: shareText(Number(value) * partsPerUnit),
    effectiveFrom,
  }
  return { events: [{ type: 'holding.transferred', data }] }
}
