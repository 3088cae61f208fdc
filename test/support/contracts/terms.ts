/** Clauses, postings and payout: sections 8.6 to 8.8, line by line. */
import { atom, B, floor, grow, max, min, sum, utf8 } from './arithmetic.ts'
import { latestBy, type RefClause, type RefRegistry, type RefRule } from './registry.ts'

/** h(x) of a clause. */
function due({ tiers, cap }: RefClause, x: bigint): bigint {
  if (x <= 0n) return 0n
  let [weighted, from] = [0n, 0n]
  for (const { upTo, share } of tiers) {
    const to = upTo === undefined ? x : min(x, upTo)
    if (to > from) weighted += share * (to - from)
    from = max(from, upTo ?? x)
  }
  const h = floor(weighted, B)
  return cap === undefined ? h : min(cap, h)
}

interface Diverted {
  /** By payee, asset and role as JSON: what is left to each. */
  readonly parts: Map<string, bigint>
  readonly received: Map<string, bigint>
  readonly diverted: Map<string, bigint>
}

/** @param x X of each clause by id, which this changes */
export function divert(
  registry: RefRegistry,
  { currency, T }: { readonly currency: string; readonly T: bigint },
  earned: ReadonlyMap<string, bigint>,
  x: Map<string, bigint>,
): Diverted {
  const inForce = registry.clauses.filter(
    ({ at, until, ended }) =>
      at < T && (until === undefined || T <= until) && (ended === undefined || T <= ended),
  )
  const result: Diverted = { parts: new Map(earned), received: new Map(), diverted: new Map() }
  for (const payee of topological(inForce)) {
    const own = inForce
      .filter((clause) => clause.payee === payee && clause.currency === currency)
      .sort((a, b) => a.rank - b.rank || registry.clauses.indexOf(a) - registry.clauses.indexOf(b))
    for (const clause of own) take(clause, result, x)
  }
  return result
}

function take(clause: RefClause, { parts, received, diverted }: Diverted, x: Map<string, bigint>): void {
  const chosen = [...parts]
    .map(([name, amount]) => ({ name, key: JSON.parse(name) as [string, string, string], amount }))
    .filter(
      ({ key: [payee, asset, role] }) =>
        payee === clause.payee &&
        (clause.assets === undefined || clause.assets.includes(asset)) &&
        (clause.roles === undefined || clause.roles.includes(role)),
    )
    .sort((a, b) => utf8(a.key[1], b.key[1]) || utf8(a.key[2], b.key[2]))
  const S = sum(chosen.map(({ amount }) => amount))
  if (S === 0n) return
  const before = x.get(clause.id) ?? 0n
  const amount = due(clause, before + S) - due(clause, before)
  x.set(clause.id, before + S)
  const takes = chosen.map((part) => {
    const share = floor(amount * part.amount, S)
    return { ...part, share, left: share * S !== amount * part.amount }
  })
  let rest = amount - sum(takes.map(({ share }) => share))
  for (const taken of takes) {
    const more = taken.left && rest > 0n ? 1n : 0n
    rest -= more
    const whole = taken.share + more
    if (whole === 0n) continue
    grow(parts, taken.name, -whole)
    grow(parts, JSON.stringify([clause.to, taken.key[1], 'clause']), whole)
    grow(received, clause.to, whole)
    grow(diverted, clause.payee, whole)
  }
  if (rest !== 0n) throw new Error('a clause leaves no rest')
}

/** Payees before those to whom they pay. */
function topological(clauses: readonly RefClause[]): string[] {
  const order: string[] = []
  const seen = new Set<string>()
  const visit = (payee: string): void => {
    if (seen.has(payee)) return
    seen.add(payee)
    for (const clause of clauses) if (clause.to === payee) visit(clause.payee)
    order.push(payee)
  }
  for (const { payee, to } of clauses) {
    visit(payee)
    visit(to)
  }
  return order
}

interface Lot {
  readonly epoch: number
  readonly due: bigint
  left: bigint
}

export interface Account {
  available: bigint
  lots: Lot[]
}

/** The rule of a kind in force at T for exactly this payee and currency, where undefined is a rule for all. */
function ruleOf(
  rules: readonly RefRule[],
  { kind, T }: { readonly kind: RefRule['kind']; readonly T: bigint },
  payee?: string,
  currency?: string,
): RefRule | undefined {
  return latestBy(
    rules,
    (rule) => rule.kind === kind && rule.at < T && rule.payee === payee && rule.currency === currency,
  )
}

interface PaidOut {
  readonly atoms: bigint
  readonly withheld: { readonly to: string; readonly amount: bigint } | undefined
}

/** One payee and currency. @param net its parts after clauses @param payable whether there are an account and a token */
export function payOut(
  registry: RefRegistry,
  { payee, currency, epoch, T }: { payee: string; currency: string; epoch: number; T: bigint },
  account: Account,
  { net, posted, payable }: { net: bigint; posted: bigint; payable: boolean },
): PaidOut {
  const { rules } = registry
  account.available += net + posted
  account.available += sum(account.lots.filter((lot) => T >= lot.due).map(({ left }) => left))
  account.lots = account.lots.filter((lot) => T < lot.due)
  const reserve =
    ruleOf(rules, { kind: 'reserve', T }, payee, currency) ??
    ruleOf(rules, { kind: 'reserve', T }, undefined, currency)
  if (reserve !== undefined) {
    const hold = floor(max(0n, net) * sharePart(reserve.data.share), B)
    account.available -= hold
    account.lots.push({ epoch, due: T + BigInt(reserve.data.days) * 86_400_000_000n, left: hold })
  }
  for (const lot of account.lots) {
    if (account.available >= 0n) break
    const drawn = min(lot.left, -account.available)
    lot.left -= drawn
    account.available += drawn
  }
  account.lots = account.lots.filter(({ left }) => left > 0n)
  const held = ruleOf(rules, { kind: 'hold', T }, payee)?.data.held === true
  const payout =
    ruleOf(rules, { kind: 'payout', T }, payee, currency) ??
    ruleOf(rules, { kind: 'payout', T }, undefined, currency)
  const threshold = payout === undefined ? undefined : registry.amount(payout.data.threshold, currency)
  const b = account.available
  if (held || (threshold !== undefined && b < threshold) || b <= 0n || !payable) return nothing
  const withholding =
    ruleOf(rules, { kind: 'withholding', T }, payee, currency) ??
    ruleOf(rules, { kind: 'withholding', T }, payee) ??
    ruleOf(rules, { kind: 'withholding', T }, undefined, currency) ??
    ruleOf(rules, { kind: 'withholding', T })
  const r =
    withholding === undefined || withholding.data.to === payee ? 0n : sharePart(withholding.data.share)
  const atoms = floor(floor(b * (B - r), B), atom)
  const withheld = floor(atoms * atom * r, B - r)
  account.available -= atoms * atom + withheld
  return { atoms, withheld: withheld === 0n ? undefined : { to: withholding!.data.to, amount: withheld } }
}

const nothing: PaidOut = { atoms: 0n, withheld: undefined }

function sharePart(share: string): bigint {
  const [whole, fraction = ''] = share.split('.')
  return BigInt(whole! + fraction.padEnd(9, '0'))
}
