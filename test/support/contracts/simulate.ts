/**
 * A random history with corrections and contracts from one seed: that of simulation.ts, with events of every kind between
 * its steps. Some contradict what is recorded; the system refuses those, and the reference must not see them.
 */
import { createRandom, type Random } from '../random.ts'
import { type SimulatedStep, type SimulationOptions, simulate } from '../simulation.ts'
import type { ContractStep } from './reference.ts'
import type { Data } from './registry.ts'

const start = Date.parse('2025-01-01T00:00:00Z')
const daySeconds = 86_400
const currencies = ['USDC', 'USDC', 'WEI', 'EUR', 'KUDOS']

export interface ContractOptions extends SimulationOptions {
  /** How many events of corrections and contracts there are for each other step. */
  readonly density: number
}

export function simulateContracts(seed: number, options: ContractOptions): ContractStep[] {
  const random = createRandom(seed)
  return new ContractSimulation(random, simulate(seed, options), options).steps()
}

class ContractSimulation {
  private readonly random: Random
  private readonly base: readonly SimulatedStep[]
  private readonly options: ContractOptions
  private readonly calls: { source: string; id: string; currency: string; amount: string }[]
  private readonly disputes: { source: string; id: string }[] = []
  private readonly assets: string[] = []
  private readonly versions: { asset: string; version: string; holders: string[] }[] = []
  private readonly payees: string[]
  private readonly owners = new Map<string, string>()
  private clauses = 0
  private ids = 0
  private day = 0

  constructor(random: Random, base: readonly SimulatedStep[], options: ContractOptions) {
    this.random = random
    this.base = base
    this.options = options
    this.calls = base.flatMap((step) => (step.step === 'call' ? [step.call] : []))
    const named = base.flatMap((step) =>
      step.step === 'register' && step.data.owner ? [step.data.owner] : [],
    )
    this.payees = [...new Set([...named, 'payee-0', 'payee-1', 'fund', 'state'])]
  }

  steps(): ContractStep[] {
    const steps: ContractStep[] = []
    for (const step of this.base) {
      steps.push(this.carryOver(step))
      if (step.step === 'close') {
        this.day++
        continue
      }
      if (this.assets.length > 0 && this.random.chance(this.options.density)) steps.push(this.contract())
    }
    return steps
  }

  private carryOver(step: SimulatedStep): ContractStep {
    if (step.step === 'close') return step
    if (step.step === 'call') {
      const { source, id, time, ...data } = step.call
      // By its place in the history, so that the same call that comes again has the same tokens.
      const tokens =
        Number(id) % 3 === 0 ? { tokens: { input: Number(id) * 7, cacheRead: 3, output: 11 } } : {}
      return { step: 'event', type: 'call.metered', source, id, time, data: { ...data, ...tokens } }
    }
    const { type, time } = step
    const data = type === 'version.released' ? this.withTerms(step.data) : step.data
    if (type === 'asset.registered') {
      this.assets.push(data.asset)
      this.owners.set(data.asset, data.owner)
    }
    if (type === 'version.released') {
      const holders = data.holders?.map((holder: Data) => holder.payee) ?? [this.owners.get(data.asset)!]
      this.versions.push({ asset: data.asset, version: data.version, holders })
    }
    return this.event(type, data, time)
  }

  /** Some edges end, and some relative ones are capped. */
  private withTerms(data: Data): Data {
    if (data.derivedFrom === undefined) return data
    const derivedFrom = data.derivedFrom.map((edge: Data) => ({
      ...edge,
      ...(this.random.chance(0.3) && { until: at(this.random.int(5) * daySeconds) }),
      ...(edge.policy === 'relative' && this.random.chance(0.4) && { caps: this.caps() }),
    }))
    return { ...data, derivedFrom }
  }

  private caps(): Data[] {
    const codes = this.random.shuffle([...new Set(currencies)]).slice(0, 1 + this.random.int(2))
    return codes.map((currency) => ({ currency, amount: this.amount(currency, 200) }))
  }

  private amount(currency: string, max: number): string {
    const digits = { USDC: 6, WEI: 9, EUR: 2, KUDOS: 0 }[currency]!
    const fraction = String(this.random.int(1e9)).padStart(9, '0').slice(0, digits)
    return `${1 + this.random.int(max)}${fraction && `.${fraction}`}`
  }

  private moment(): string {
    return at(this.day * daySeconds + this.random.int(2 * daySeconds) - daySeconds / 2)
  }

  private contract(): ContractStep {
    const { random } = this
    const kinds: (() => ContractStep)[] = [
      () => this.refund(),
      () => this.refund(),
      () => this.refund(),
      () => this.dispute(),
      () => this.closing(),
      () => this.cost(),
      () => this.transferOfHolding(),
      () => this.clause(),
      () => this.clause(),
      () => this.clauseEnd(),
      () => this.posting(),
      () => this.rule(),
      () => this.rule(),
      () => this.hold(),
    ]
    return random.pick(kinds)()
  }

  private refund(): ContractStep {
    const { source, id, currency, amount } = this.random.pick(this.calls)
    const call = this.random.chance(0.05) ? { source, id: 'unknown' } : { source, id }
    if (this.random.chance(0.2)) return this.event('call.refunded', { call })
    if (this.random.chance(0.1)) {
      const other = this.random.pick(currencies)
      return this.event('call.refunded', { call, currency: other, amount: this.amount(other, 5) })
    }
    const some = this.random.chance(0.5) ? amount : this.amount(currency, 20)
    return this.event('call.refunded', { call, currency, amount: some, reason: 'quality' })
  }

  private dispute(): ContractStep {
    const { source, id } = this.random.pick(this.calls)
    const event = this.event('call.disputed', { call: { source, id } })
    if (event.step === 'event') this.disputes.push({ source: event.source, id: event.id })
    return event
  }

  private closing(): ContractStep {
    if (this.disputes.length === 0) return this.dispute()
    return this.event('dispute.closed', { dispute: this.random.pick(this.disputes) })
  }

  private cost(): ContractStep {
    const { random } = this
    const currency = random.pick(currencies)
    const prices = [
      { share: random.pick(['0', '0.1', '0.333333333', '1']) },
      { perCall: this.amount(currency, 3) },
      { perMillion: { input: '100000', output: '20000' } },
      { share: '0.05', perMillion: { input: '1000', cacheRead: '7000' } },
    ]
    return this.event('cost.set', {
      asset: random.pick(this.assets),
      payee: random.pick(this.payees),
      currency,
      effectiveFrom: this.moment(),
      ...random.pick(prices),
    })
  }

  private transferOfHolding(): ContractStep {
    const { random } = this
    if (this.versions.length === 0) return this.refund()
    const { asset, version, holders } = random.pick(this.versions)
    return this.event('holding.transferred', {
      asset,
      ...(random.chance(0.6) && { version }),
      from: random.pick(holders),
      to: random.pick(this.payees),
      share: random.pick(['0.1', '0.25', '0.333333333', '1']),
      effectiveFrom: this.moment(),
    })
  }

  private clause(): ContractStep {
    const { random } = this
    const currency = random.pick(currencies)
    const until = this.day * daySeconds + random.int(3 * daySeconds)
    const tiers = [
      { upTo: this.amount(currency, 10), share: random.pick(['0', '0.3', '1']) },
      { upTo: `${20 + random.int(30)}`, share: '0.123456789' },
      { share: '0.05' },
    ]
    return this.event('clause.agreed', {
      clause: random.chance(0.95) ? `clause-${this.clauses++}` : 'clause-0',
      payee: random.pick(this.payees),
      to: random.pick(this.payees),
      currency,
      ...(random.chance(0.5) ? { share: random.pick(['0.15', '0.5', '1']) } : { tiers }),
      ...(random.chance(0.4) && { cap: this.amount(currency, 30) }),
      ...(random.chance(0.3) && { assets: [random.pick(this.assets)] }),
      ...(random.chance(0.3) && {
        roles: random.shuffle(['holder', 'contributor', 'fee', 'cost', 'clause']).slice(0, 2),
      }),
      ...(random.chance(0.5) && { rank: random.int(3) }),
      effectiveFrom: this.moment(),
      ...(random.chance(0.3) && { until: at(until) }),
    })
  }

  private clauseEnd(): ContractStep {
    return this.event('clause.ended', {
      clause: `clause-${this.random.int(Math.max(1, this.clauses))}`,
      at: this.moment(),
    })
  }

  private posting(): ContractStep {
    const { random } = this
    const currency = random.pick(currencies)
    const amount = this.amount(currency, 15)
    const payee = random.pick(this.payees)
    switch (random.int(3)) {
      case 0:
        return this.event('transfer.recorded', {
          from: payee,
          to: random.pick(this.payees),
          currency,
          amount,
        })
      case 1:
        return this.event('payment.recorded', { payee, currency, amount, reference: 'bank' })
      default:
        return this.event('deposit.recorded', { payee, currency, amount })
    }
  }

  private rule(): ContractStep {
    const { random } = this
    const [currency, effectiveFrom] = [random.pick(currencies), this.moment()]
    const payee = random.chance(0.5) ? { payee: random.pick(this.payees) } : {}
    switch (random.int(3)) {
      case 0:
        return this.event('reserve.set', {
          currency,
          ...payee,
          share: random.pick(['0', '0.2', '0.333333333', '1']),
          days: random.int(3),
          effectiveFrom,
        })
      case 1:
        return this.event('payout.set', {
          currency,
          ...payee,
          threshold: random.chance(0.3) ? '0' : this.amount(currency, 30),
          effectiveFrom,
        })
      default:
        return this.event('withholding.set', {
          ...payee,
          ...(random.chance(0.5) && { currency }),
          share: random.pick(['0', '0.3', '0.123456789', '0.999999999']),
          to: random.pick(this.payees),
          effectiveFrom,
        })
    }
  }

  private hold(): ContractStep {
    const type = this.random.chance(0.5) ? 'payee.held' : 'payee.cleared'
    const payee = this.random.pick(this.payees)
    return this.event(type, { payee, reason: 'a court asked', effectiveFrom: this.moment() })
  }

  private event(type: string, data: Data, time = this.moment()): ContractStep {
    return { step: 'event', type, source: 'contracts', id: `c${this.ids++}`, time, data }
  }
}

function at(seconds: number): string {
  return new Date(start + Math.max(0, seconds) * 1000).toISOString().replace('.000Z', 'Z')
}
