/** What was published to accounts, what they can claim, and what they have claimed. */

import type { BooksStore } from '../../books/port.ts'
import type { AccountAddress } from '../../events/account.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { atomsInUnits, formatAmount, storedAtoms } from '../../money/ledgerUnits.ts'
import type { ListPart } from '../../usage/lists.ts'
import type { ListPage } from '../lists/calls.ts'
import type { OpenTrees } from '../reports/openTrees.ts'
import type { DistributorPlace, OnChain } from './answers.ts'
import type { ClaimTable } from './claimTable.ts'
import { ourTreeOf } from './ourTree.ts'
import type { Publications } from './publications.ts'
import { highestActive, lastStanding } from './state.ts'

export interface ClaimDeps {
  readonly publications: Publications
  readonly epochs: EpochLog
  readonly books: BooksStore
  readonly trees: OpenTrees
}

export interface ClaimFilter {
  readonly chain?: string | undefined
  /** Only leaves of these accounts. */
  readonly accounts?: readonly { readonly chain: string; readonly account: string }[] | undefined
}

/** Where a page ended: the leaf of the publication. */
export interface ClaimPlace {
  readonly publication: string
  readonly leaf: number
}

/** A publication with at least one root that stands. */
interface Standing {
  readonly place: DistributorPlace
  readonly tokens: ReadonlySet<string>
  readonly published: ClosedEpoch
  readonly active: ClosedEpoch | undefined
  readonly claims: ClaimTable
}

/** By publication, account and token. @throws HeadwaterError `data.damaged`, `close.booksDiffer` */
export async function listClaims(
  deps: ClaimDeps,
  { chain, accounts }: ClaimFilter,
  part: ListPart<ClaimPlace>,
): Promise<ListPage<OnChain, ClaimPlace>> {
  const items: OnChain[] = []
  for await (const standing of standings(deps, chain)) {
    if (accounts !== undefined) {
      for (const one of accounts)
        if (one.chain === standing.place.chain) items.push(...(await linesOf(deps, standing, one.account)))
      continue
    }
    const name = nameOf(standing.place)
    if (part.after !== undefined && name < part.after.publication) continue
    const tree = ourTreeOf(standing.published.manifest, standing.place.chain)
    if (tree === undefined) continue
    let leaf = part.after?.publication === name ? part.after.leaf : 0
    for await (const { account, token, amount } of deps.trees.leaves(standing.published, tree, leaf)) {
      if (items.length === part.limit) return { items, next: { publication: name, leaf } }
      leaf++
      if (!standing.tokens.has(token)) continue
      const active = await activeLeaf(deps, standing, account, token, amount)
      items.push(line(standing, { account, token }, amount, active))
    }
  }
  return { items, next: null }
}

/** Every line of one account: as many as there are tokens. */
async function linesOf(
  { books, epochs }: ClaimDeps,
  standing: Standing,
  account: string,
): Promise<OnChain[]> {
  const { place, published, active, tokens } = standing
  const list = await epochs.list()
  const leavesAt = async (closed: ClosedEpoch | undefined) => {
    if (closed === undefined) return []
    const keys = list.slice(0, closed.epoch).map(({ key }) => key)
    const leaves = await books.payoutsOf(keys, account as AccountAddress)
    return leaves.filter(({ chain, token }) => chain === place.chain && tokens.has(token))
  }
  const [now, claimable] = [await leavesAt(published), await leavesAt(active)]
  return now.map(({ token, cumulative }) => {
    const leaf = claimable.find((one) => one.token === token)
    return line(standing, { account, token }, cumulative, leaf?.cumulative ?? 0n)
  })
}

async function activeLeaf(
  { trees }: ClaimDeps,
  { active, published, place }: Standing,
  ...[account, token, cumulative]: [string, string, bigint]
): Promise<bigint> {
  if (active === undefined) return 0n
  if (active.epoch === published.epoch) return cumulative
  const tree = ourTreeOf(active.manifest, place.chain)
  if (tree === undefined) return 0n
  const leaves = await trees.read(active, tree, (file) => file.leavesOf(account))
  return leaves.find((leaf) => leaf.token === token)?.amount ?? 0n
}

function line(
  { place, published, claims }: Standing,
  { account, token }: { readonly account: string; readonly token: string },
  cumulative: bigint,
  active: bigint,
): OnChain {
  const claimed = claims.of(account, token)
  const totals = published.manifest.totals.find((one) => one.chain === place.chain && one.token === token)
  const text = (atoms: bigint) =>
    totals ? formatAmount(atomsInUnits(storedAtoms(atoms)), totals.decimals) : atoms.toString()
  return {
    ...place,
    account,
    token,
    currency: totals?.currency ?? null,
    published: text(cumulative),
    claimable: text(active > claimed ? active - claimed : 0n),
    claimed: text(claimed),
  }
}

async function* standings(deps: ClaimDeps, chain: string | undefined): AsyncGenerator<Standing> {
  for (const place of await deps.publications.places()) {
    if (chain !== undefined && place.chain !== chain) continue
    const state = await deps.publications.state(place)
    const last = lastStanding(state)
    if (last === undefined) continue
    const active = highestActive(state)?.epoch
    yield {
      place,
      tokens: new Set(state.tokens),
      published: await deps.epochs.get(last.epoch!),
      active: active == null ? undefined : await deps.epochs.get(active),
      claims: await deps.publications.claimTable(place),
    }
  }
}

export function nameOf({ chain, distributor }: DistributorPlace): string {
  return `${chain}-${distributor}`
}
