/** What the reference knows of the registry: plain lists in the order recorded. */
import { B, micros, parts, scaled } from './arithmetic.ts'

// biome-ignore lint/suspicious/noExplicitAny: wire data of every type, known to be valid
export type Data = any

interface RefEdge {
  source: number
  absolute: boolean
  share: bigint
  until: bigint | undefined
  caps: Map<string, bigint>
}

interface RefVersion {
  asset: string
  version: string
  releasedAt: bigint
  holders: { payee: string; share: bigint }[]
  contributorShare: bigint
  contributors: { payee: string; units: bigint }[]
  edges: RefEdge[]
  transfers: { from: string; to: string; share: bigint; at: bigint }[]
}

export interface RefCard {
  asset: string
  payee: string
  currency: string
  at: bigint
  perCall: bigint
  perToken: { input: bigint; output: bigint; cacheRead: bigint; cacheWrite: bigint }
  share: bigint
}

export interface RefClause {
  id: string
  payee: string
  to: string
  currency: string
  tiers: { upTo: bigint | undefined; share: bigint }[]
  cap: bigint | undefined
  assets: string[] | undefined
  roles: string[] | undefined
  rank: number
  at: bigint
  until: bigint | undefined
  ended: bigint | undefined
}

export interface RefRule {
  kind: 'reserve' | 'payout' | 'withholding' | 'hold'
  payee: string | undefined
  currency: string | undefined
  at: bigint
  data: Data
}

export class RefRegistry {
  readonly currencies = new Map<string, { decimals: number; chain?: string; token?: string }>()
  readonly fees: { share: bigint; payee: string; at: bigint }[] = []
  readonly versions: RefVersion[] = []
  readonly cards: RefCard[] = []
  readonly clauses: RefClause[] = []
  readonly rules: RefRule[] = []
  /** Whether an event of the section on corrections and contracts was recorded. */
  contracts = false
  private readonly owners = new Map<string, string>()
  private readonly work: { asset: string; payee: string; units: bigint }[] = []
  private readonly accounts: { payee: string; chain: string; account: string }[] = []

  register(type: string, data: Data, time: string): void {
    const known = this.handlers[type]
    if (known === undefined) throw new Error(`the reference does not know ${type}`)
    known(data, time)
  }

  private readonly handlers: Record<string, (data: Data, time: string) => void> = {
    'currency.registered': (data) =>
      void this.currencies.set(data.currency, {
        decimals: data.decimals,
        chain: data.chain,
        token: data.token,
      }),
    'currency.bound': (data) =>
      void Object.assign(this.currencies.get(data.currency)!, { chain: data.chain, token: data.token }),
    'fee.set': (data) =>
      void this.fees.push({ share: parts(data.share), payee: data.payee, at: micros(data.effectiveFrom) }),
    'payee.registered': (data) => data.account && this.bind(data),
    'payee.bound': (data) => this.bind(data),
    'asset.registered': (data) => void this.owners.set(data.asset, data.owner),
    'contribution.recorded': (data) => {
      for (const { payee, units } of data.contributions)
        this.work.push({ asset: data.asset, payee, units: BigInt(units) })
    },
    'version.released': (data, time) => this.release(data, time),
    'cost.set': (data) => this.contract(() => this.cards.push(this.card(data))),
    'holding.transferred': (data) => this.contract(() => this.transfer(data)),
    'clause.agreed': (data) => this.contract(() => this.clauses.push(this.clause(data))),
    'clause.ended': (data) =>
      this.contract(() => {
        this.clauses.find(({ id }) => id === data.clause)!.ended = micros(data.at)
      }),
    'reserve.set': (data) => this.rule('reserve', data),
    'payout.set': (data) => this.rule('payout', data),
    'withholding.set': (data) => this.rule('withholding', data),
    'payee.held': (data) => this.rule('hold', { ...data, held: true }),
    'payee.cleared': (data) => this.rule('hold', { ...data, held: false }),
  }

  /** In ledger units. @param fewer digits to take away, for prices of a million */
  amount(text: string, currency: string, fewer = 0): bigint {
    return scaled(text, this.currencies.get(currency)!.decimals + 12 - fewer)
  }

  private contract(change: () => unknown): void {
    change()
    this.contracts = true
  }

  private rule(kind: RefRule['kind'], data: Data): void {
    const { payee, currency, effectiveFrom } = data
    this.contract(() => this.rules.push({ kind, payee, currency, at: micros(effectiveFrom), data }))
  }

  private bind({ payee, account: text }: Data): void {
    const [, chain, account] = /^(.*):([^:]*)$/.exec(text)!
    this.accounts.push({ payee, chain: chain!, account: account!.toLowerCase() })
  }

  accountOf(payee: string, chain: string): string | undefined {
    if (payee.startsWith(`${chain}:`)) return payee.slice(chain.length + 1).toLowerCase()
    return this.accounts.filter((entry) => entry.payee === payee && entry.chain === chain).at(-1)?.account
  }

  private release(data: Data, time: string): void {
    const contributorShare = data.contributorShare === undefined ? 0n : parts(data.contributorShare)
    const units = new Map<string, bigint>()
    for (const { asset, payee, units: more } of this.work)
      if (asset === data.asset) units.set(payee, (units.get(payee) ?? 0n) + more)
    const recorded = [...units].map(([payee, total]) => ({ payee, units: total }))
    const listed = data.contributors?.map((of: Data) => ({ payee: of.payee, units: BigInt(of.units) }))
    const holders = (data.holders ?? []).map((of: Data) => ({ payee: of.payee, share: parts(of.share) }))
    const ownerAlone = holders.length === 0 && contributorShare === 0n
    const edges: RefEdge[] = (data.derivedFrom ?? []).map((edge: Data) => ({
      source: this.pin(edge.asset, edge.version),
      absolute: edge.policy === 'absolute',
      share: parts(edge.share),
      until: edge.until === undefined ? undefined : micros(edge.until),
      caps: new Map(
        (edge.caps ?? []).map((cap: Data) => [cap.currency, this.amount(cap.amount, cap.currency)]),
      ),
    }))
    if (edges.some(({ until, caps }) => until !== undefined || caps.size > 0)) this.contracts = true
    this.versions.push({
      asset: data.asset,
      version: data.version,
      releasedAt: micros(data.releasedAt ?? time),
      holders: ownerAlone ? [{ payee: this.owners.get(data.asset)!, share: B }] : holders,
      contributorShare,
      contributors: contributorShare === 0n ? [] : (listed ?? recorded),
      edges,
      transfers: [],
    })
  }

  private card(data: Data): RefCard {
    const price = (name: string): bigint | undefined =>
      data.perMillion?.[name] === undefined ? undefined : this.amount(data.perMillion[name], data.currency, 6)
    const input = price('input') ?? 0n
    return {
      asset: data.asset,
      payee: data.payee,
      currency: data.currency,
      at: micros(data.effectiveFrom),
      perCall: data.perCall === undefined ? 0n : this.amount(data.perCall, data.currency),
      perToken: {
        input,
        output: price('output') ?? 0n,
        cacheRead: price('cacheRead') ?? input,
        cacheWrite: price('cacheWrite') ?? input,
      },
      share: data.share === undefined ? 0n : parts(data.share),
    }
  }

  private transfer({ asset, version, from, to, share, effectiveFrom }: Data): void {
    const moved = { from, to, share: parts(share), at: micros(effectiveFrom) }
    for (const of of this.versions) {
      if (of.asset !== asset || (version !== undefined && of.version !== version)) continue
      if ((holdings(of, of.transfers).get(from) ?? 0n) > 0n) of.transfers.push(moved)
    }
  }

  private clause(data: Data): RefClause {
    const limit = (text: string | undefined): bigint | undefined =>
      text === undefined ? undefined : this.amount(text, data.currency)
    const tiers = data.tiers ?? [{ share: data.share }]
    return {
      id: data.clause,
      payee: data.payee,
      to: data.to,
      currency: data.currency,
      tiers: tiers.map((tier: Data) => ({ upTo: limit(tier.upTo), share: parts(tier.share) })),
      cap: limit(data.cap),
      assets: data.assets,
      roles: data.roles,
      rank: data.rank ?? 500,
      at: micros(data.effectiveFrom),
      until: data.until === undefined ? undefined : micros(data.until),
      ended: undefined,
    }
  }

  private pin(asset: string, version: string | undefined): number {
    if (version !== undefined)
      return this.versions.findIndex((of) => of.asset === asset && of.version === version)
    return this.latest(asset, undefined)
  }

  /** Latest by release, of equal ones the later recorded; released by `time` where given; -1: none. */
  private latest(asset: string, time: bigint | undefined): number {
    let found = -1
    for (const [index, version] of this.versions.entries()) {
      if (version.asset !== asset || (time !== undefined && version.releasedAt > time)) continue
      if (found < 0 || version.releasedAt >= this.versions[found]!.releasedAt) found = index
    }
    return found
  }

  /** The version that serves a call; -1: not known. */
  resolve(asset: string, version: string | undefined, time: bigint): number {
    if (version !== undefined) return this.pin(asset, version)
    const byThen = this.latest(asset, time)
    if (byThen >= 0) return byThen
    let earliest = -1
    for (const [index, of] of this.versions.entries()) {
      if (of.asset !== asset) continue
      if (earliest < 0 || of.releasedAt < this.versions[earliest]!.releasedAt) earliest = index
    }
    return earliest
  }
}

/** Shares of a version's holders after these transfers. */
export function holdings(version: RefVersion, transfers: RefVersion['transfers']): Map<string, bigint> {
  const shares = new Map(version.holders.map(({ payee, share }) => [payee, share]))
  for (const { from, to, share } of transfers) {
    shares.set(from, shares.get(from)! - share)
    shares.set(to, (shares.get(to) ?? 0n) + share)
  }
  return shares
}

/** The entry in force: the latest by `at` that `counts`, of equal ones the later recorded. */
export function latestBy<Entry extends { at: bigint }>(
  entries: readonly Entry[],
  counts: (entry: Entry) => boolean,
): Entry | undefined {
  let found: Entry | undefined
  for (const entry of entries) if (counts(entry) && (!found || entry.at >= found.at)) found = entry
  return found
}
