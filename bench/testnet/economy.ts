/**
 * The economy of a testnet as lines of CloudEvents: payees with accounts, annotators among them whose contributions make
 * datasets, models trained on several datasets, agents composed of models, and calls of agents and models. Made from a
 * seed, line by line, so that any size fits.
 */
import { createZipf } from '../load/zipf.ts'
import { createRandom, type Random } from '../support/random.ts'
import type { EconomySizes } from './options.ts'

/** The end of the epoch that the benchmark closes; every call is before it. */
export const epochUntil = '2026-02-01T00:00:00Z'
const callsFrom = Date.UTC(2026, 0, 1)
const callsTo = Date.parse(epochUntil)
const founded = '2025-12-01T00:00:00Z'

const chain = 'eip155:8453'
const currency = { currency: 'USDC', decimals: 6, chain, token: `0x${'a1'.repeat(20)}` }

/** Datasets that an annotator works on. */
const datasetsEach = 5
/** Contributions in one event. */
const contributionsPerEvent = 100
/** Calls favour few assets, by Zipf's law with this exponent. */
const skew = 1

interface Example {
  readonly payee: string
  readonly account: string
  readonly call: string
}

/** A payee that every close pays, its account, and a call that was settled. */
export function exampleOf(sizes: EconomySizes): Example {
  const annotator = payeeOfAnnotator(sizes, Math.floor(sizes.annotators / 2))
  return {
    payee: payeeName(annotator),
    account: accountOf(sizes, annotator),
    call: callName(Math.floor(sizes.calls / 2)),
  }
}

/** In the order in which they are to be recorded. */
export function* registryLines(sizes: EconomySizes): Iterable<string> {
  const random = createRandom(sizes.seed)
  let number = 0
  const line = (type: string, data: object) => envelope(`r-${number++}`, type, data)
  yield line('currency.registered', currency)
  yield line('fee.set', { share: '0.025', payee: 'house', effectiveFrom: founded })
  for (let payee = 0; payee < sizes.payees; payee++) {
    yield line('payee.registered', {
      payee: payeeName(payee),
      account: `${chain}:${accountOf(sizes, payee)}`,
    })
  }
  const annotators = shuffledAnnotators(sizes, random)
  for (let dataset = 0; dataset < sizes.datasets; dataset++) {
    const asset = datasetName(dataset)
    yield line('asset.registered', { asset, owner: ownerName(sizes, dataset) })
    for (const contributions of contributionsOf(sizes, dataset, annotators, random))
      yield line('contribution.recorded', { asset, contributions })
    const holders = [{ payee: ownerName(sizes, dataset), share: '0.3' }]
    yield line('version.released', { asset, version: '1.0', holders, contributorShare: '0.7' })
  }
  for (let model = 0; model < sizes.models; model++) {
    const asset = modelName(model)
    yield line('asset.registered', { asset, owner: ownerName(sizes, sizes.datasets + model) })
    yield line('version.released', { asset, version: '1.0', derivedFrom: trainingOf(sizes, model, random) })
  }
  for (let agent = 0; agent < sizes.agents; agent++) {
    const asset = agentName(agent)
    yield line('asset.registered', { asset, owner: ownerName(sizes, sizes.datasets + sizes.models + agent) })
    yield line('version.released', { asset, version: '1.0', derivedFrom: partsOf(sizes, random) })
  }
}

/** In the order of their times, spread over the epoch. */
export function* callLines(sizes: EconomySizes): Iterable<string> {
  const random = createRandom(sizes.seed + 1)
  const assets = [
    ...Array.from({ length: sizes.models }, (_, model) => modelName(model)),
    ...Array.from({ length: sizes.agents }, (_, agent) => agentName(agent)),
  ]
  shuffle(assets, random)
  const rank = createZipf(assets.length, skew)
  const millisecondsEach = (callsTo - callsFrom) / sizes.calls
  for (let call = 0; call < sizes.calls; call++) {
    const time = new Date(callsFrom + Math.floor(call * millisecondsEach)).toISOString()
    const asset = assets[rank(random)]!
    // Exact decimals below one hundredth of a dollar.
    const amount = `0.00${String(1 + random.below(9_999)).padStart(4, '0')}`
    const caller = `customer-${random.below(20_000)}`
    const tokens = `{"input":${random.below(4_000)},"output":${random.below(900)}}`
    yield `{"specversion":"1.0","id":"${callName(call)}","source":"/gateway/eu-${call % 7}","type":"io.headwater.call.metered","time":"${time}","data":{"asset":"${asset}","amount":"${amount}","currency":"USDC","caller":"${caller}","tokens":${tokens}}}`
  }
}

const callName = (call: number) => `call-${call}`
const payeeName = (payee: number) => `payee-${payee}`
const datasetName = (dataset: number) => `dataset:commons/set-${dataset}`
const modelName = (model: number) => `model:lab/model-${model}`
const agentName = (agent: number) => `agent:studio/agent-${agent}`

/** Annotators are spread over all payees, as people who sign up are. */
function payeeOfAnnotator({ payees, annotators }: EconomySizes, annotator: number): number {
  return Math.floor((annotator * payees) / annotators)
}

/** The owner of the asset with this number among all assets: a payee near the end of the list. */
function ownerName({ payees }: EconomySizes, asset: number): string {
  return payeeName(Math.max(0, payees - 1 - asset * 2))
}

/** The address of a payee: uniform, and found again without the list. */
function accountOf({ seed }: EconomySizes, payee: number): string {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(payee + 1, 0x85ebca6b))
  let digits = ''
  while (digits.length < 40)
    digits += random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return `0x${digits}`
}

function shuffledAnnotators(sizes: EconomySizes, random: Random): Uint32Array {
  const annotators = Uint32Array.from({ length: sizes.annotators }, (_, at) => payeeOfAnnotator(sizes, at))
  shuffle(annotators, random)
  return annotators
}

function shuffle<Item>(list: { [at: number]: Item; readonly length: number }, random: Random): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    const item = list[at]!
    list[at] = list[other]!
    list[other] = item
  }
}

/** Every annotator works on the same number of datasets, as far as there are so many. */
function* contributionsOf(
  { annotators: count, datasets }: EconomySizes,
  dataset: number,
  annotators: Uint32Array,
  random: Random,
): Iterable<object[]> {
  const first = Math.floor((dataset * count) / datasets)
  const all = Math.min(count, Math.ceil((datasetsEach * count) / datasets))
  for (let from = 0; from < all; from += contributionsPerEvent) {
    const length = Math.min(contributionsPerEvent, all - from)
    yield Array.from({ length }, (_, at) => ({
      payee: payeeName(annotators[(first + from + at) % count]!),
      units: String(1 + random.below(1_000)),
    }))
  }
}

/** Every dataset trains some model; a model is trained on some more, at random. */
function trainingOf({ datasets, models }: EconomySizes, model: number, random: Random): object[] {
  const chosen = new Set<number>()
  const each = Math.ceil(datasets / models)
  for (let at = 0; at < each; at++) chosen.add((model * each + at) % datasets)
  for (let extra = random.below(4); extra > 0; extra--) chosen.add(random.below(datasets))
  return [...chosen].map((dataset) => ({
    asset: datasetName(dataset),
    relation: 'trainedOn',
    policy: random.below(3) === 0 ? 'absolute' : 'relative',
    share: `0.0${1 + random.below(5)}`,
  }))
}

function partsOf({ models }: EconomySizes, random: Random): object[] {
  const chosen = new Set<number>()
  for (let wishes = 2 + random.below(4); wishes > 0; wishes--) chosen.add(random.below(models))
  return [...chosen].map((model) => ({
    asset: modelName(model),
    relation: 'composedOf',
    policy: 'relative',
    share: `0.${10 + random.below(10)}`,
  }))
}

function envelope(id: string, type: string, data: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: '/testnet/registry',
    type: `io.headwater.${type}`,
    time: founded,
    data,
  })
}
