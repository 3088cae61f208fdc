/**
 * An economy with contracts, as lines of CloudEvents: datasets whose contributors are the payees, each with a reserve of its
 * own; clauses in chains; calls of the datasets in each month, and refunds of calls of this month and of the month before.
 */

export interface ContractedSizes {
  readonly payees: number
  readonly clauses: number
  /** In all epochs together. */
  readonly calls: number
  readonly refunds: number
  /** The last of them is the one that is measured. */
  readonly epochs: number
  /** Whether payees have reserves of their own. */
  readonly reserves: boolean
}

/** Lots of so many epochs stand. */
const lotsEach = 12
const payeesPerDataset = 1_000
/** A payee contributes to so many datasets. */
const datasetsEach = 2
const chainLength = 8
const source = 'bench'
const founded = '2020-01-01T00:00:00Z'
const day = 86_400_000
const firstEpoch = Date.parse('2021-01-01T00:00:00Z')

export function epochUntil(epoch: number): string {
  return new Date(firstEpoch + epoch * day).toISOString()
}

export function* registryLines({ payees, clauses, reserves }: ContractedSizes): Iterable<string> {
  let number = 0
  const line = (type: string, data: object) => envelope(type, `r-${number++}`, founded, data)
  const currency = { currency: 'USDC', decimals: 6, chain: 'eip155:8453', token: `0x${'a1'.repeat(20)}` }
  yield line('currency.registered', currency)
  yield line('fee.set', { share: '0.025', payee: 'house', effectiveFrom: founded })
  for (let payee = 0; payee < payees; payee++) {
    const account = `eip155:8453:0x${String(payee + 1).padStart(40, '0')}`
    yield line('payee.registered', { payee: payeeName(payee), account })
  }
  const datasets = datasetsOf(payees)
  for (let dataset = 0; dataset < datasets; dataset++) {
    const asset = datasetName(dataset)
    yield line('asset.registered', { asset, owner: 'house' })
    const contributors = Array.from({ length: payeesPerDataset * datasetsEach }, (_, at) => ({
      payee: payeeName((dataset * payeesPerDataset + at) % payees),
      units: 1 + (at % 7),
    }))
    const merged = new Map(contributors.map((one) => [one.payee, one]))
    const contributions = [...merged.values()]
    for (let at = 0; at < contributions.length; at += 100)
      yield line('contribution.recorded', { asset, contributions: contributions.slice(at, at + 100) })
    yield line('version.released', {
      asset,
      version: '1',
      holders: [{ payee: 'house', share: '0.1' }],
      contributorShare: '0.9',
    })
  }
  if (reserves) {
    for (let payee = 0; payee < payees; payee++) {
      const terms = { currency: 'USDC', share: '0.2', days: lotsEach, effectiveFrom: founded }
      yield line('reserve.set', { payee: payeeName(payee), ...terms })
    }
  }
  for (let at = 0, payee = 0; at < clauses; payee++) {
    if (payee % chainLength === chainLength - 1) continue
    const tiers = [{ upTo: '1000', share: '0.1' }, { share: '0.05' }]
    const between = { payee: payeeName(payee), to: payeeName(payee + 1) }
    const terms = { currency: 'USDC', tiers, cap: '1000000', effectiveFrom: founded }
    yield line('clause.agreed', { clause: `clause-${at++}`, ...between, ...terms })
  }
}

export function* callLines(sizes: ContractedSizes, epoch: number): Iterable<string> {
  const datasets = datasetsOf(sizes.payees)
  const [from, to] = [callsBefore(sizes, epoch), callsBefore(sizes, epoch + 1)]
  const began = firstEpoch + (epoch - 1) * day
  for (let at = from; at < to; at++) {
    const time = new Date(began + Math.floor(((at - from) * day) / (to - from))).toISOString()
    const amount = `0.${String(1 + (at % 999)).padStart(3, '0')}`
    const data = { asset: datasetName((at * 7_919) % datasets), amount, currency: 'USDC' }
    yield envelope('call.metered', `call-${at}`, time, data)
  }
}

/** In the last epoch: of every so manyth call of all. */
export function* refundLines(sizes: ContractedSizes, epoch: number): Iterable<string> {
  if (epoch !== sizes.epochs) return
  const time = new Date(Date.parse(epochUntil(epoch)) - 1_000).toISOString()
  for (let at = 0; at < sizes.refunds; at++) {
    const call = { source, id: `call-${Math.floor((at * sizes.calls) / sizes.refunds)}` }
    yield envelope('call.refunded', `refund-${at}`, time, { call, amount: '0.0005', currency: 'USDC' })
  }
}

/** What is simulated: the first payee's reserve becomes a half. */
export function* variantLines(): Iterable<string> {
  const terms = { currency: 'USDC', share: '0.5', days: lotsEach, effectiveFrom: founded }
  yield envelope('reserve.set', 'variant', founded, { payee: payeeName(0), ...terms })
}

function callsBefore({ calls, epochs }: ContractedSizes, epoch: number): number {
  return Math.floor((calls * (epoch - 1)) / epochs)
}

function datasetsOf(payees: number): number {
  return Math.max(1, Math.ceil(payees / payeesPerDataset))
}

const payeeName = (payee: number) => `payee-${String(payee).padStart(7, '0')}`
const datasetName = (dataset: number) => `dataset:commons/set-${dataset}`

function envelope(type: string, id: string, time: string, data: object): string {
  return `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source, id, time, data })}\n`
}
