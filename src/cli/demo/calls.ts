/**
 * The demo's calls. They are invented, and the same in every run. Like real input they have repeated events, one identity
 * for two different calls, broken lines, assets that are not registered yet, and late calls.
 */

/** The input of one month. */
interface MonthInput {
  readonly name: string
  readonly calls: number
  readonly lines: () => Iterable<string>
}

const callsPerMonth = 20_000
const repeatedPerMonth = 250
const lateCalls = 300
const source = '/gateways/eu-1'

const models = [
  { asset: 'agent:research-desk/paper-reader', weight: 20 },
  { asset: 'model:databricks/dolly-v2-12b', weight: 20 },
  { asset: 'model:lmsys/vicuna-7b', weight: 25 },
  { asset: 'model:stanford/alpaca-7b', weight: 12 },
  { asset: 'model:openassistant/oasst-sft-1-pythia-12b', weight: 10 },
  { asset: 'model:meta/llama-7b', weight: 8 },
  { asset: 'model:eleutherai/gpt-neox-20b', weight: 5 },
] as const
const totalWeight = models.reduce((sum, model) => sum + model.weight, 0)

const january = Date.UTC(2026, 0, 1)
const february = Date.UTC(2026, 1, 1)
const march = Date.UTC(2026, 2, 1)

export const demoMonths: readonly (MonthInput & { readonly until: string })[] = [
  { name: 'january', calls: callsPerMonth, until: '2026-02-01T00:00:00Z', lines: januaryLines },
  { name: 'february', calls: callsPerMonth + lateCalls, until: '2026-03-01T00:00:00Z', lines: februaryLines },
]

function* januaryLines(): Generator<string> {
  yield* month('jan', january, february, 1)
  yield* brokenLines()
  // Two contents under one identity: the first recorded counts, this one is kept aside.
  yield call('jan-00007', january + 7_000_000, 'model:stanford/alpaca-7b', {
    amount: '999',
    currency: 'USDC',
  })
  // These assets are not registered yet: the money waits in suspense.
  for (let index = 0; index < 40; index += 1) {
    yield call(`jan-nightly-${index}`, january + index * 60_000_000, 'model:acme/nightly', {
      amount: '0.05',
      currency: 'USDC',
    })
  }
  yield call('jan-ghost', january + 86_400_000, 'model:nobody/ghost', { amount: '1.25', currency: 'USD' })
}

function* februaryLines(): Generator<string> {
  yield registryEvent('nightly-1', 'asset.registered', { asset: 'model:acme/nightly', owner: 'acme' })
  yield registryEvent('nightly-2', 'version.released', {
    asset: 'model:acme/nightly',
    version: '0.1',
    derivedFrom: [
      {
        asset: 'model:lmsys/vicuna-7b',
        version: '1.5',
        relation: 'mergedFrom',
        policy: 'relative',
        share: '0.5',
      },
    ],
  })
  const random = randomNumbers(3)
  for (let index = 0; index < lateCalls; index += 1)
    yield meteredCall(`jan-late-${index}`, january + Math.floor(random() * (february - january)), random)
  yield* month('feb', february, march, 2)
}

function* month(prefix: string, from: number, to: number, seed: number): Generator<string> {
  const random = randomNumbers(seed)
  let kept = ''
  for (let index = 0; index < callsPerMonth; index += 1) {
    const line = meteredCall(
      `${prefix}-${String(index).padStart(5, '0')}`,
      from + Math.floor(random() * (to - from)),
      random,
    )
    if (index % Math.floor(callsPerMonth / repeatedPerMonth) === 0) kept = line
    yield line
    // A gateway that got no answer sends the call again, a little later.
    if (index % Math.floor(callsPerMonth / repeatedPerMonth) === 40) yield kept
  }
}

/** One line for each fault that real input can have. */
function* brokenLines(): Generator<string> {
  yield '{"specversion":"1.0","id":"jan-cut","source":"/gateways/eu-1","type":"io.headwater.call.met'
  yield call('jan-float', january, 'model:meta/llama-7b', { amount: 0.1, currency: 'USD' })
  yield call('jan-exponent', january, 'model:meta/llama-7b', { amount: '1e3', currency: 'USD' })
  yield call('jan-negative', january, 'model:meta/llama-7b', { amount: '-1', currency: 'USD' })
  yield call('jan-digits', january, 'model:meta/llama-7b', { amount: '0.000000000000001', currency: 'USD' })
  yield call('jan-coin', january, 'model:meta/llama-7b', { amount: '1', currency: 'DOGE' })
  yield call('jan-free', january, 'model:eleutherai/unpriced', {})
  yield call('', january, 'model:meta/llama-7b', { amount: '1', currency: 'USD' })
  yield call('jan-kind', january, 'robot:meta/llama-7b', { amount: '1', currency: 'USD' })
  yield call('jan-time', january, 'model:meta/llama-7b', { amount: '1', currency: 'USD' }).replace(
    '2026-01-01T00:00:00.000Z',
    'yesterday',
  )
}

function meteredCall(id: string, at: number, random: () => number): string {
  const model = pick(random)
  const tokens = {
    input: 100 + Math.floor(random() * 3_000),
    output: 20 + Math.floor(random() * 900),
    cacheRead: random() < 0.2 ? 512 : 0,
  }
  // One call in ten has a negotiated price, in dollars, which have no token.
  const price =
    random() < 0.1
      ? { amount: `0.${String(1 + Math.floor(random() * 99)).padStart(3, '0')}`, currency: 'USD' }
      : {}
  return call(id, at, model, { tokens, caller: `customer-${Math.floor(random() * 50)}`, ...price })
}

function pick(random: () => number): string {
  let ticket = random() * totalWeight
  for (const model of models) {
    ticket -= model.weight
    if (ticket < 0) return model.asset
  }
  return models[0].asset
}

function call(id: string, at: number, asset: string, data: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type: 'io.headwater.call.metered',
    time: new Date(at).toISOString(),
    data: { asset, ...data },
  })
}

function registryEvent(id: string, type: string, data: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: '/examples/open-models',
    type: `io.headwater.${type}`,
    time: '2026-01-15T00:00:00Z',
    data,
  })
}

/** Mulberry32: small, seeded, the same on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
