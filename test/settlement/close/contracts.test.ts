/**
 * The steps of a close that contracts add, over columns: clauses, postings, lots and payouts of random payees through
 * several epochs, against the slow reference, which looks all rules up for each payee.
 */
import { describe, expect, it } from 'vitest'
import type { BalanceStanding, PayoutLine } from '../../../src/books/port.ts'
import { UnitSums } from '../../../src/columns/unitSums.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../../src/events/ids.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import type { Share } from '../../../src/money/share.ts'
import {
  type Clause,
  type Currency,
  type PayoutRule,
  payoutTermsIn,
  type Registry,
} from '../../../src/registry/index.ts'
import type { Earnings } from '../../../src/settlement/close/allocation.ts'
import { divertEarnings } from '../../../src/settlement/close/clauses.ts'
import { CollectedParts } from '../../../src/settlement/close/parts.ts'
import { emptyStanding, pay, type Standing } from '../../../src/settlement/close/payments.ts'
import { post } from '../../../src/settlement/close/postings.ts'
import type { PostingSum } from '../../../src/usage/reader.ts'
import { sum, utf8 } from '../../support/contracts/arithmetic.ts'
import type { RefClause, RefRegistry, RefRule } from '../../support/contracts/registry.ts'
import { type Account, divert, payOut } from '../../support/contracts/terms.ts'
import { endOf } from '../../support/endOf.ts'
import { listOfLots } from '../../support/payeeLots.ts'
import { tries } from '../../support/properties.ts'
import { createRandom, type Random } from '../../support/random.ts'

const day = 86_400_000_000
const atom = 10n ** 12n
const payees = ['ann', 'bob', 'cleo', 'dan', 'eve', 'faé', 'zoë'] as PayeeId[]
const assets = ['', 'dataset:a', 'model:b', 'model:c'] as (AssetId | '')[]
const roles = ['holder', 'contributor', 'fee', 'cost'] as const
const chain = 'eip155:1' as Currency['chain'] & string
const currencies = [
  { code: 'EUR', decimals: 2 },
  { code: 'USDC', decimals: 6, chain, token: `0x${'11'.repeat(20)}` },
] as unknown as readonly Currency[]

interface Earned {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  readonly asset: AssetId | ''
  readonly role: (typeof roles)[number]
  readonly amount: bigint
}

/** Of any sign, from a few units to a few atoms; often whole atoms, so that thresholds are met exactly. */
function amountOf(random: Random): bigint {
  const size = random.pick([10n, 10n ** 6n, 5n * atom, 40n * atom])
  const some = BigInt(random.int(2 ** 31)) * BigInt(random.int(2 ** 31))
  const amount = random.chance(0.5) ? BigInt(random.int(5)) * atom : some % size
  return random.chance(0.25) ? -amount : amount
}

function randomClauses(random: Random, count: number): Clause[] {
  return Array.from({ length: count }, (_, at): Clause => {
    const from = random.int(payees.length - 1)
    const to = from + 1 + random.int(payees.length - 1 - from)
    const share = () => random.pick([0, 1, 333_333_333, 500_000_000, 1_000_000_000]) as Share
    const upTo = ledgerUnits(BigInt(1 + random.int(2 ** 31)) * random.pick([1n, 5_000n]))
    return {
      clause: `clause ${at % 2 === 0 ? 'é' : 'z'} ${at}`,
      payee: payees[from]!,
      to: payees[to]!,
      currency: random.pick(currencies).code,
      tiers: random.chance(0.4) ? [{ upTo, share: share() }, { share: share() }] : [{ share: share() }],
      ...(random.chance(0.5) && {
        cap: ledgerUnits(BigInt(1 + random.int(2 ** 31)) * random.pick([1n, 5_000n])),
      }),
      ...(random.chance(0.3) && { assets: [random.pick(assets.slice(1)) as AssetId] }),
      ...(random.chance(0.3) && { roles: [random.pick([...roles, 'clause' as const]), 'holder' as const] }),
      rank: random.int(3),
      effectiveFrom: 0,
      revision: at,
    }
  })
}

function randomRules(random: Random, count: number): PayoutRule[] {
  return Array.from({ length: count }, (_, revision): PayoutRule => {
    const payee = random.pick(payees)
    const perhaps = random.chance(0.6) ? { payee } : {}
    const currency = random.pick(currencies).code
    const at = { effectiveFrom: random.int(6) * day, revision }
    const share = random.pick([0, 1, 200_000_000, 300_000_000, 999_999_999]) as Share
    switch (random.int(4)) {
      case 0:
        return { kind: 'reserve', ...perhaps, currency, share, days: random.int(4), ...at }
      case 1:
        return {
          kind: 'threshold',
          ...perhaps,
          currency,
          threshold: ledgerUnits(BigInt(random.int(9)) * atom),
          ...at,
        }
      case 2:
        return { kind: 'hold', payee, isHeld: random.chance(0.5), ...at }
      default:
        return {
          ...{ kind: 'withholding', ...perhaps, ...(random.chance(0.5) && { currency }), share },
          ...{ to: random.pick([payee, 'state' as PayeeId, 'zoë' as PayeeId]), ...at },
        }
    }
  })
}

/** The same for the reference. */
function refRegistry(clauses: readonly Clause[], rules: readonly PayoutRule[]): RefRegistry {
  return {
    clauses: clauses.map(
      (clause): RefClause => ({
        ...{
          id: clause.clause,
          payee: clause.payee,
          to: clause.to,
          currency: clause.currency,
          rank: clause.rank,
        },
        tiers: clause.tiers.map(({ upTo, share }) => ({ upTo, share: BigInt(share) })),
        cap: clause.cap,
        assets: clause.assets && [...clause.assets],
        roles: clause.roles && [...clause.roles],
        ...{ at: -1n, until: undefined, ended: undefined },
      }),
    ),
    rules: rules.map(
      (rule): RefRule => ({
        kind: rule.kind === 'threshold' ? 'payout' : rule.kind,
        payee: rule.payee,
        currency: 'currency' in rule ? rule.currency : undefined,
        at: BigInt(rule.effectiveFrom),
        data: {
          ...('share' in rule && { share: (rule.share / 1e9).toFixed(9) }),
          ...('days' in rule && { days: rule.days }),
          ...('threshold' in rule && { threshold: rule.threshold }),
          ...('isHeld' in rule && { held: rule.isHeld }),
          ...('to' in rule && { to: rule.to }),
        },
      }),
    ),
    amount: (amount: bigint) => amount,
  } as unknown as RefRegistry
}

interface World {
  readonly clauses: readonly Clause[]
  readonly rules: readonly PayoutRule[]
}

const hasAccount = (payee: string) => payee !== 'cleo'
const accountOf = (payee: PayeeId) =>
  hasAccount(payee)
    ? (`0x${'00'.repeat(19)}0${payees.indexOf(payee) + 1}` as `0x${string}` & PayoutLine['account'])
    : undefined

/** One epoch by the columns. */
function close(
  { clauses, rules }: World,
  {
    epoch,
    earned,
    postings,
    before,
  }: { epoch: number; earned: Earned[]; postings: PostingSum[]; before: Standing },
) {
  const collected = new CollectedParts(clauses)
  const sums = new UnitSums()
  for (const { payee, currency, asset, role, amount } of earned) {
    const number = collected.payees.numberOf(payee, currency)
    sums.add(number, amount)
    if (number < collected.concerned) collected.add(number, asset, role, amount)
  }
  const earnings = {
    ...{
      currencies: [],
      payees: collected.payees,
      earned: sums,
      late: new UnitSums(),
      adjusted: new UnitSums(),
    },
    lines: 0,
  } as Earnings
  const diverted = divertEarnings(clauses, collected, earnings, before.clauses)
  const until = epoch * day
  const contracts = {
    ...{ epoch, until, clauses: diverted, posted: post(postings, collected.payees) },
    terms: payoutTermsIn({ payoutRules: rules } as unknown as Registry, until),
  }
  const states = { clauses: diverted.standing }
  const payments = endOf(pay({ before, states, earnings, currencies, accounts: { accountOf }, contracts }))
  return { diverted, payments, after: copyOf(payments.after) }
}

function copyOf(standing: Standing): Standing {
  const { balances, payouts, lots, clauses } = standing
  return { balances: [...balances], payouts: [...payouts], lots: [...lots], clauses: [...clauses], edges: [] }
}

/** The same through the reference. */
class Reference {
  readonly accounts = new Map<string, Account>()
  readonly cumulative = new Map<string, bigint>()
  readonly #x = new Map<string, bigint>()
  readonly #registry: RefRegistry

  constructor({ clauses, rules }: World) {
    this.#registry = refRegistry(clauses, rules)
  }

  get x(): { clause: string; x: bigint }[] {
    return [...this.#x]
      .map(([clause, x]) => ({ clause, x }))
      .filter(({ x }) => x !== 0n)
      .sort((one, other) => utf8(one.clause, other.clause))
  }

  close(epoch: number, earned: readonly Earned[], postings: readonly PostingSum[]) {
    const T = BigInt(epoch) * BigInt(day)
    return currencies.flatMap(({ code, token }) => {
      const mine = new Map<string, bigint>()
      const ofPayee = (payee: string) =>
        sum(earned.filter((one) => one.payee === payee && one.currency === code).map((one) => one.amount))
      for (const { payee, currency, asset, role, amount } of earned) {
        if (currency !== code) continue
        const name = JSON.stringify([payee, asset, role])
        mine.set(name, (mine.get(name) ?? 0n) + amount)
      }
      const { received, diverted } = divert(this.#registry, { currency: code, T }, mine, this.#x)
      const lines = [...payees, 'state'].map((payee) => {
        const account = this.#account(payee, code)
        const posted = sum(
          postings
            .filter(({ currency }) => currency === code)
            .map(({ type, payee: from, to, amount }) => {
              const into = type === 'deposit' ? from === payee : to === payee
              const out = type !== 'deposit' && from === payee
              return (into ? amount : 0n) - (out ? amount : 0n)
            }),
        )
        const [takes, gets] = [diverted.get(payee) ?? 0n, received.get(payee) ?? 0n]
        const net = ofPayee(payee) + gets - takes
        const payable = token !== undefined && hasAccount(payee)
        const out = payOut(this.#registry, { payee, currency: code, epoch, T }, account, {
          net,
          posted,
          payable,
        })
        if (out.atoms > 0n) this.cumulative.set(payee, (this.cumulative.get(payee) ?? 0n) + out.atoms)
        return {
          ...{ payee, currency: code, earned: ofPayee(payee), received: gets, diverted: takes, posted },
          ...{ withheld: out.withheld?.amount ?? 0n, to: out.withheld?.to, paid: out.atoms * atom },
          account,
        }
      })
      for (const { to, withheld } of lines) {
        const line = lines.find(({ payee }) => payee === to)
        if (line === undefined) continue
        line.posted += withheld
        line.account.available += withheld
      }
      return lines.map(({ account: { available, lots }, to: _, ...line }) => {
        const reserved = sum(lots.map(({ left }) => left))
        return { ...line, reserved, carried: available + reserved, owed: available < 0n ? -available : 0n }
      })
    })
  }

  #account(payee: string, code: string): Account {
    const name = JSON.stringify([payee, code])
    const account = this.accounts.get(name) ?? { available: 0n, lots: [] }
    this.accounts.set(name, account)
    return account
  }
}

const lineNames = ['earned', 'received', 'diverted', 'posted', 'withheld', 'paid'] as const
const byPayeeThenCurrency = (one: { payee: string; currency: string }, other: typeof one) =>
  utf8(one.payee, other.payee) || utf8(one.currency, other.currency)

describe('a close with contracts', () => {
  it('diverts, posts, reserves, withholds and pays as the slow reference does, to the unit, through many epochs (I28, I29)', () => {
    const met = { paid: 0, withheld: 0, reserved: 0, owed: 0, diverted: 0 }
    for (let seed = 1; seed <= tries(150, 30); seed++) {
      const random = createRandom(seed)
      const world = {
        clauses: randomClauses(random, random.int(8)),
        rules: randomRules(random, random.int(14)),
      }
      const reference = new Reference(world)
      let before: Standing = emptyStanding
      for (let epoch = 1; epoch <= 6; epoch++) {
        const earned = Array.from({ length: random.int(25) }, (): Earned => {
          const role = random.pick(roles)
          const asset = role === 'fee' ? '' : random.pick(assets.slice(1))
          return {
            payee: random.pick(payees),
            currency: random.pick(currencies).code,
            asset,
            role,
            amount: amountOf(random),
          }
        })
        const postings = Array.from({ length: random.int(5) }, (): PostingSum => {
          const type = random.pick(['transfer', 'payment', 'deposit'] as const)
          const [payee, to] = [payees[random.int(3)]!, payees[3 + random.int(3)]!]
          const amount = amountOf(random)
          return {
            ...{ type, payee, to: type === 'transfer' ? to : '', currency: random.pick(currencies).code },
            amount: ledgerUnits(amount < 0n ? -amount : amount),
          }
        })
        const { payments, after, diverted } = close(world, { epoch, earned, postings, before })
        const lines = reference.close(epoch, earned, postings)
        const where = `seed ${seed}, epoch ${epoch}`
        const expected = lines
          .filter((line) => lineNames.some((name) => line[name] !== 0n))
          .map(({ owed: _, ...line }) => line)
          .sort(byPayeeThenCurrency)
        expect(
          [...payments.lines]
            // Whose lots alone changed has a line too.
            .filter((line) => lineNames.some((name) => line[name] !== 0n))
            .map(({ late: _l, adjusted: _a, account: _c, ...line }) => line),
          where,
        ).toEqual(expected)
        expect(after.balances, where).toEqual(
          lines
            .filter(({ carried }) => carried !== 0n)
            .map(({ payee, currency, carried }) => ({ payee, currency, balance: carried }) as BalanceStanding)
            .sort(byPayeeThenCurrency),
        )
        expect(after.clauses, where).toEqual(reference.x)
        const lots = [...reference.accounts].flatMap(([name, account]) => {
          const [payee, currency] = JSON.parse(name)
          return account.lots.map(({ epoch: of, due, left }) => ({
            payee,
            currency,
            epoch: of,
            due: Number(due),
            left,
          }))
        })
        const found = [...after.lots].map(listOfLots)
        expect(
          found.flatMap(({ lots: all, ...of }) => all.map((lot) => ({ ...of, ...lot }))),
          where,
        ).toEqual(lots.sort((one, other) => byPayeeThenCurrency(one, other) || one.epoch - other.epoch))
        for (const { code } of currencies) {
          const all = lines.filter(({ currency }) => currency === code)
          for (const name of ['paid', 'withheld', 'reserved', 'carried', 'owed'] as const)
            expect(payments[name].get(code), `${name} ${where}`).toBe(sum(all.map((line) => line[name])))
        }
        const takes = [...diverted.takes]
        expect(sum(takes.map(({ amount }) => amount))).toBe(sum(lines.map((line) => line.received)))
        expect(takes).toEqual(
          [...takes].sort(
            (one, other) =>
              utf8(one.clause, other.clause) || utf8(one.asset, other.asset) || utf8(one.role, other.role),
          ),
        )
        for (const name of Object.keys(met) as (keyof typeof met)[])
          for (const line of lines) if (line[name] !== 0n) met[name]++
        before = after
      }
      expect(
        [...before.payouts].map(({ account, cumulative }) => [account, cumulative]).sort(),
        `seed ${seed}`,
      ).toEqual(
        [...reference.cumulative].map(([payee, atoms]) => [accountOf(payee as PayeeId), atoms]).sort(),
      )
    }
    // What is compared is there: a generator of amounts below an atom once paid nothing at all.
    for (const [name, times] of Object.entries(met)) expect(times, name).toBeGreaterThan(tries(100, 10))
  })
})
