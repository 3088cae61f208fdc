/**
 * Random histories for which it makes no difference where they are cut into epochs. Three things would make one, and are
 * left out:
 * - What a division leaves over is left over in each epoch. Here amounts are whole atoms, of 10^12 ledger units, and all
 *   shares and units have so few digits that every division over at most five versions is exact.
 * - Terms that follow the close: who holds, which clauses are in force, when a version is known. Here all terms are
 *   recorded before the first call, those that follow the close are in force from before the first close on without an
 *   end, and clauses are over all parts of their payee. Fees, costs, releases and ends of edges follow the time of the
 *   call, so they come at any time. Reserves, thresholds and holds do too: they decide when something is paid, and not
 *   how much a payee is due. Withholding decides how much, so there is none.
 * - A capped edge to a version whose own edges end. What the cap lets through is the same to date, but the closes decide
 *   whether it is of calls before or after the end. So edges of a history have caps or ends.
 */
import { createRandom, type Random } from '../random.ts'
import type { ContractStep } from './reference.ts'
import type { Data } from './registry.ts'

type EventStep = Extract<ContractStep, { step: 'event' }>

export interface ExactHistory {
  readonly terms: readonly EventStep[]
  /** Calls, corrections and postings as recorded. */
  readonly rows: readonly EventStep[]
}

const start = Date.parse('2025-01-01T00:00:00Z')
const before = '2024-06-01T00:00:00Z'
/** Events are of the first 20 days. */
export const days = 20
const currencies = ['USDC', 'EUR']
const payees = ['lab', 'agency', 'fund', 'crowd', 'state']
const assets = Array.from({ length: 5 }, (_, at) => `model:lab/m${at}`)

export function instant(day: number, seconds = 0): string {
  return new Date(start + (day * 86_400 + seconds) * 1_000).toISOString().replace('.000Z', 'Z')
}

export function exactHistory(seed: number): ExactHistory {
  const random = createRandom(seed)
  return { terms: termsOf(random, random.pick(['caps', 'ends'])), rows: random.shuffle(rowsOf(random)) }
}

let ids = 0

function event(type: string, data: Data, time = before): EventStep {
  return { step: 'event', type, source: 'exact', id: `x${ids++}`, time, data }
}

function anyTime(random: Random): string {
  return instant(random.int(days), random.int(86_400))
}

type Limit = 'caps' | 'ends'

function termsOf(random: Random, limit: Limit): EventStep[] {
  const token = `0x${'2'.repeat(40)}`
  const terms = [
    event('currency.registered', { currency: 'USDC', decimals: 6, chain: 'eip155:1', token }),
    event('currency.registered', { currency: 'EUR', decimals: 2 }),
    event('payee.bound', { payee: 'lab', account: `eip155:1:0x${'1'.repeat(40)}` }),
    event('fee.set', { share: '0.02', payee: 'state', effectiveFrom: before }),
    event('fee.set', { share: '0.05', payee: random.pick(payees), effectiveFrom: anyTime(random) }),
  ]
  for (const [at, asset] of assets.entries()) {
    terms.push(event('asset.registered', { asset, owner: random.pick(payees) }))
    const contributions = ['lab', 'crowd'].map((payee) => ({ payee, units: 5 }))
    terms.push(event('contribution.recorded', { asset, contributions }))
    terms.push(release(random, at, limit, { version: '1', releasedAt: before }))
    if (random.chance(0.4))
      terms.push(release(random, at, limit, { version: '2', releasedAt: anyTime(random) }))
    if (random.chance(0.3)) terms.push(cost(random, asset))
  }
  return [...terms, ...transfers(random), ...clauses(random), ...payouts(random)]
}

function release(random: Random, at: number, limit: Limit, named: object): EventStep {
  const sources = random.shuffle(assets.slice(0, at)).slice(0, 2)
  const derivedFrom = sources.map((asset) => {
    const policy = random.pick(['absolute', 'relative', 'relative'])
    return {
      ...{ asset, version: '1', relation: 'composedOf', policy, share: random.pick(['0.1', '0.2', '0.3']) },
      ...(limit === 'ends' && random.chance(0.4) && { until: instant(1 + random.int(days)) }),
      ...(limit === 'caps' &&
        policy === 'relative' &&
        random.chance(0.6) && { caps: [amountOf(random, 30)] }),
    }
  })
  return event('version.released', {
    asset: assets[at],
    ...named,
    ...(sources.length > 0 && { derivedFrom }),
    ...random.pick([
      {},
      { holders: [{ payee: 'lab', share: '0.8' }], contributorShare: '0.2' },
      { holders: ['fund', 'lab'].map((payee) => ({ payee, share: '0.5' })) },
    ]),
  })
}

function cost(random: Random, asset: string): EventStep {
  const { currency, amount } = amountOf(random, 3)
  const price = random.pick([{ share: '0.1' }, { perCall: amount }, { share: '0.2', perCall: amount }])
  const from = random.pick([before, anyTime(random)])
  return event('cost.set', { asset, payee: random.pick(payees), currency, effectiveFrom: from, ...price })
}

/** Some are refused: their payee does not hold. */
function transfers(random: Random): EventStep[] {
  return Array.from({ length: random.int(4) }, () => {
    const [from, to] = [random.pick(['lab', 'fund']), random.pick(['agency', 'crowd'])]
    const share = random.pick(['0.1', '0.3'])
    return event('holding.transferred', {
      ...{ asset: random.pick(assets), from, to, share, effectiveFrom: before },
    })
  })
}

/** Of earlier payees to later ones, so that there is no circle. */
function clauses(random: Random): EventStep[] {
  return Array.from({ length: 1 + random.int(6) }, (_, at) => {
    const from = random.int(payees.length - 1)
    const to = from + 1 + random.int(payees.length - 1 - from)
    const { currency, amount } = amountOf(random, 40)
    const share = random.pick(['0.15', '0.5', '0.333333333', '1'])
    const tiers = [{ upTo: amount, share }, { share: '0.123456789' }]
    return event('clause.agreed', {
      ...{ clause: `clause-${at}`, payee: payees[from], to: payees[to], currency, effectiveFrom: before },
      ...(random.chance(0.5) ? { share } : { tiers }),
      ...(random.chance(0.5) && { cap: amountOf(random, 60).amount }),
      rank: random.int(3),
    })
  })
}

function payouts(random: Random): EventStep[] {
  const effectiveFrom = anyTime(random)
  const { currency, amount } = amountOf(random, 20)
  return [
    event('reserve.set', { currency, share: '0.333333333', days: random.int(9), effectiveFrom }),
    event('payout.set', { payee: 'lab', currency: 'USDC', threshold: amount, effectiveFrom }),
    event(random.pick(['payee.held', 'payee.cleared']), { payee: 'lab', effectiveFrom: anyTime(random) }),
  ]
}

function amountOf(random: Random, max: number): { currency: string; amount: string } {
  return { currency: random.pick(currencies), amount: `${1 + random.int(max)}.${10 + random.int(90)}` }
}

function rowsOf(random: Random): EventStep[] {
  const calls = Array.from({ length: 40 }, () =>
    event(
      'call.metered',
      {
        asset: random.chance(0.95) ? random.pick(assets) : 'model:lab/unknown',
        ...random.pick([{}, { version: '1' }, { version: '2' }]),
        ...amountOf(random, 20),
      },
      anyTime(random),
    ),
  )
  const corrections = calls.flatMap(({ source, id, data: { currency, amount } }) => {
    const call = { source, id }
    if (random.chance(0.6)) return []
    const kinds = [
      () => [event('call.refunded', { call }, anyTime(random))],
      () => [event('call.refunded', { call, currency, amount }, anyTime(random))],
      () => [event('call.refunded', { call, ...amountOf(random, 9) }, anyTime(random))],
      () => {
        const dispute = event('call.disputed', { call }, anyTime(random))
        const named = { source: dispute.source, id: dispute.id }
        const closing = event('dispute.closed', { dispute: named }, anyTime(random))
        return random.chance(0.5) ? [dispute] : [dispute, closing]
      },
    ]
    return random.pick(kinds)()
  })
  const postings = Array.from({ length: random.int(5) }, () => {
    const [from, to] = random.shuffle(payees)
    const money = amountOf(random, 10)
    return random.pick([
      () => event('transfer.recorded', { from, to, ...money }, anyTime(random)),
      () => event('payment.recorded', { payee: from, ...money }, anyTime(random)),
      () => event('deposit.recorded', { payee: to, ...money }, anyTime(random)),
    ])()
  })
  return [...calls, ...corrections, ...postings]
}
