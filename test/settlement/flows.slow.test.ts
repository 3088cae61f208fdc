/** Flows of epochs and calls: conserved, and the same as a slow reference that shares no code with them. */
import { describe, expect, it } from 'vitest'
import type { CurrencyFlowReport, FlowNode, FlowView } from '../../src/settlement/flows/answers.ts'
import { collect } from '../support/collect.ts'
import { decimal, grow, scaled, sum } from '../support/contracts/arithmetic.ts'
import { optionsOf, play } from '../support/contracts/playWorld.ts'
import { ContractReference } from '../support/contracts/reference.ts'
import { simulateContracts } from '../support/contracts/simulate.ts'
import { createRandom } from '../support/random.ts'
import { createWorld, type World } from '../support/settlementWorld.ts'

const digits = 40
const units = (amount: string): bigint =>
  amount.startsWith('-') ? -scaled(amount.slice(1), digits) : scaled(amount, digits)
const linksOf = (flow: CurrencyFlowReport): Record<string, string> =>
  Object.fromEntries(flow.links.map(({ from, to, amount }) => [`${from} → ${to}`, amount]))

/** A history with contracts, and what the slow reference makes of it. */
async function played(seed: number): Promise<{ world: World; reference: ContractReference }> {
  const world = createWorld()
  const reference = new ContractReference()
  reference.run(await play(world, simulateContracts(seed, optionsOf(seed)), seed))
  return { world, reference }
}

/** The links that the reference has of a whole epoch, all assets and payees one by one, without `further` and rounding. */
function expectedLinks(reference: ContractReference, epoch: number, currency: string, decimals: number) {
  const { edges, direct, fees, parts } = reference.divided[epoch - 1]!.get(currency)!
  const versions = reference.versionsOf()
  const links = new Map<string, bigint>()
  for (const [asset, amount] of direct) grow(links, `calls → asset/${asset}`, amount)
  for (const [asset, amount] of fees) grow(links, `asset/${asset} → fee`, amount)
  for (const [edge, amount] of edges) {
    const [derived, source] = JSON.parse(edge) as [number, number]
    const [from, to] = [versions[derived]!.asset, versions[source]!.asset]
    if (from !== to) grow(links, `asset/${from} → asset/${to}`, amount)
  }
  for (const [part, amount] of parts) {
    const [payee, asset, role] = JSON.parse(part) as [string, string, string]
    grow(links, role === 'fee' ? `fee → payee/${payee}` : `asset/${asset} → payee/${payee}`, amount)
  }
  const texts = [...links].filter(([, amount]) => amount !== 0n)
  return Object.fromEntries(texts.map(([link, amount]) => [link, decimal(amount, decimals + 12)]))
}

const ofTheirOwn = (link: string): boolean => !link.includes('further') && !link.includes('rounding')

/** The node of a view that has an asset which the whole picture shows by itself. */
function nodeWith(
  nodes: readonly FlowNode[],
  asset: string,
  view: FlowView,
  owner: string,
): FlowNode | undefined {
  const isOpened = asset.startsWith(view.prefix ?? '') && (view.owner === undefined || owner === view.owner)
  const kind = asset.split(':')[0]
  const own = nodes.find((node) => node.asset === asset)
  if (own) return own
  const groups = nodes.filter((node) => node.type === 'assets' && (node.outside === true) !== isOpened)
  return (
    groups.find(
      (node) =>
        node.kind === undefined &&
        (node.owner === owner || (node.prefix !== undefined && asset.startsWith(node.prefix))),
    ) ?? groups.find((node) => node.kind === kind)
  )
}

interface Checked {
  readonly world: World
  readonly epoch: number
  readonly random: ReturnType<typeof createRandom>
  readonly seen: { groups: number }
}

function checkConserved({ nodes, links, ...flow }: CurrencyFlowReport, zoomed?: string): void {
  expect(units(flow.gross)).toBe(units(flow.fee) + units(flow.earned) + units(flow.rounding))
  for (const node of nodes) {
    expect(units(node.in)).toBe(
      sum(links.filter(({ to }) => to === node.id).map(({ amount }) => units(amount))),
    )
    expect(units(node.out)).toBe(
      sum(links.filter(({ from }) => from === node.id).map(({ amount }) => units(amount))),
    )
    const passes = zoomed ? node.asset === zoomed : ['asset', 'assets', 'fee', 'further'].includes(node.type)
    if (passes) expect(node.in).toBe(node.out)
  }
  // Without the links that turn, no circle is left.
  const left = new Set(nodes.map(({ id }) => id))
  const forward = links.filter(({ turns }) => !turns)
  for (let size = -1; size !== left.size; ) {
    size = left.size
    for (const id of [...left])
      if (!forward.some(({ from, to }) => to === id && left.has(from))) left.delete(id)
  }
  expect([...left]).toEqual([])
}

describe('the flow of an epoch', () => {
  it('has the links of the slow reference, is conserved, and adds up in every view', async () => {
    const seen = { edges: 0, further: 0, negative: 0, within: 0, groups: 0 }
    for (let seed = 1; seed <= 40; seed++) {
      const { world, reference } = await played(seed)
      const random = createRandom(seed)
      for (const { epoch, totals } of await collect(world.settlement.epochs())) {
        const whole = await world.settlement.flow(epoch, { top: 50 })
        // What the close kept is what is computed without it.
        world.flowFiles.files.clear()
        expect(await world.restart().flow(epoch, { top: 50 })).toEqual(whole)
        for (const flow of whole.currencies) {
          const { currency } = flow
          const { decimals } = world.registry.currencies.get(currency as never)!
          checkConserved(flow)
          const { gross, fee, earned, rounding } = totals[currency]!
          expect({ gross, fee, earned, rounding }).toEqual({
            gross: flow.gross,
            fee: flow.fee,
            earned: flow.earned,
            rounding: flow.rounding,
          })
          const links = linksOf(flow)
          const own = Object.fromEntries(Object.entries(links).filter(([link]) => ofTheirOwn(link)))
          expect(own).toEqual(expectedLinks(reference, epoch, currency, decimals))
          seen.edges += Object.keys(own).filter((link) => /asset\/.*→ asset\//.test(link)).length
          if (flow.nodes.some(({ type }) => type === 'further')) seen.further++
          if (flow.links.some(({ amount }) => amount.startsWith('-'))) seen.negative++
          if (flow.nodes.some(({ within }) => within !== undefined)) seen.within++
          await checkViews({ world, epoch, random, seen }, flow)
        }
      }
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(5)
  })

  /** Smaller views of the same flow: each link is the sum of those of the assets and payees in its nodes. */
  async function checkViews({ world, epoch, random, seen }: Checked, whole: CurrencyFlowReport) {
    const { currency } = whole
    const assets = whole.nodes.flatMap(({ asset }) => (asset === undefined ? [] : [asset]))
    const payees = whole.nodes.flatMap(({ payee }) => (payee === undefined ? [] : [payee]))
    if (assets.length === 0) return
    const ownerOf = (asset: string) => world.registry.assets.get(asset as never)!.owner
    const some = random.pick(assets)
    const views: FlowView[] = [
      { top: 1, by: 'kind' },
      { top: 1, by: 'owner' },
      { top: 1, by: 'prefix' },
      { top: 1, prefix: some.slice(0, some.indexOf(':') + 2) },
      { top: 2, owner: ownerOf(some), by: 'prefix' },
      { top: 2, payee: random.pick(payees) },
    ]
    for (const view of views) {
      const [flow] = (await world.settlement.flow(epoch, { ...view, currency })).currencies
      checkConserved(flow!)
      const nodeOf = (id: string): string => {
        const node = whole.nodes.find((one) => one.id === id)!
        if (node.type === 'asset') return nodeWith(flow!.nodes, node.asset!, view, ownerOf(node.asset!))!.id
        if (node.type === 'payee') return flow!.nodes.some((one) => one.id === id) ? id : 'payees'
        return id
      }
      const sums = new Map<string, bigint>()
      for (const { from, to, amount } of whole.links) {
        const [one, other] = [nodeOf(from), nodeOf(to)]
        if (one !== other) grow(sums, `${one} → ${other}`, units(amount))
      }
      const isOwn = ([link]: [string, unknown]) => ofTheirOwn(link)
      const expected = [...sums].filter(isOwn).filter(([, amount]) => amount !== 0n)
      const found = Object.entries(linksOf(flow!))
        .filter(isOwn)
        .map(([link, amount]) => [link, units(amount)])
      expect(new Map(found as [string, bigint][])).toEqual(new Map(expected))
      if (flow!.nodes.some(({ type }) => type === 'assets')) seen.groups++
    }
    const [zoomed] = (await world.settlement.flow(epoch, { asset: some, currency, top: 50 })).currencies
    checkConserved(zoomed!, some)
    const touching = Object.entries(linksOf(whole)).filter(([link]) =>
      link.split(' → ').includes(`asset/${some}`),
    )
    expect(linksOf(zoomed!)).toEqual(Object.fromEntries(touching))
  }
})
