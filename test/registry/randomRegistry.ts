/** Registries of random events, small enough to meet every rule often: equal times, repeated names, refusals among them. */
import fc from 'fast-check'
import { HeadwaterError } from '../../src/errors.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { formatTime } from '../../src/events/time.ts'
import type { RegistryEventType, RegistryWireEvent } from '../../src/events/types.ts'
import type { RegistryFact } from '../../src/registry/fact.ts'
import {
  createRegistry,
  decide,
  evolve,
  type Recording,
  type RegistryState,
} from '../../src/registry/index.ts'

const asset = fc.constantFrom('dataset:d', 'model:m', 'agent:a')
const payee = fc.constantFrom(
  'ann',
  'ben',
  '__proto__',
  'Zoë',
  'eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
)
const version = fc.constantFrom('1', '2', '3', '4', '5', '6')
const currency = fc.constantFrom('USD', 'EUR')
/** Few, so that equal times are common. */
export const fewTimes = fc
  .integer({ min: 0, max: 6 })
  .map((day) => formatTime(1_735_689_600_000_000 + day * 86_400_000_000))
const account = fc.constantFrom('solana:main:AbC', 'eip155:10:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed')
const units = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant('1000000000000000'))
const price = fc.constantFrom('0', '0.5', '12.000000000001', '1.50')
const weighted = fc.array(fc.record({ payee, units }), { minLength: 1, maxLength: 3 })
const optional = { requiredKeys: [] as never[] }

const terms = fc.oneof(
  fc.constant({}),
  fc.constant({ contributorShare: '1' }),
  fc.record({
    holders: fc.constant([{ payee: 'ann', share: '0.75' }]),
    contributorShare: fc.constant('0.25'),
  }),
  fc.constant({ contributorShare: '1', contributors: [{ payee: 'ben', units: '7' }] }),
)

const source = fc.record(
  {
    asset,
    version: fc.constantFrom('1', '2', null, null, null),
    relation: fc.constantFrom('trainedOn', 'mergedFrom'),
    policy: fc.constantFrom('absolute', 'relative'),
    share: fc.constantFrom('0.1', '0.02', '0.25', '0.500000001', '0.000000001'),
    until: fewTimes,
    caps: fc.constantFrom(
      null,
      null,
      [{ currency: 'USD', amount: '15000.5' }],
      [{ currency: 'EUR', amount: '1' }],
    ),
  },
  { requiredKeys: ['asset', 'relation', 'policy', 'share'] },
)

const release = fc
  .tuple(
    fc.record(
      { asset, version, releasedAt: fewTimes, contentDigest: fc.constant('sha256:x') },
      { requiredKeys: ['asset', 'version'] },
    ),
    terms,
    fc.array(source, { maxLength: 2 }),
  )
  .map(([names, more, derivedFrom]) => ({ ...names, ...more, derivedFrom }))

const shareFromZero = fc.constantFrom('0', '0.15', '0.5', '1')
const clause = fc.constantFrom('one', 'two', 'three', '__proto__')
const hold = fc.record(
  { payee, reason: fc.constant('a dispute'), effectiveFrom: fewTimes },
  { requiredKeys: ['payee', 'effectiveFrom'] },
)

/** The data of every type: a type that is missing here does not compile. */
const data: { readonly [Type in RegistryEventType]: fc.Arbitrary<unknown> } = {
  'io.headwater.currency.registered': fc.record({ currency, decimals: fc.nat(12) }),
  'io.headwater.currency.bound': fc.record({
    currency,
    chain: fc.constant('eip155:1'),
    token: fc.constantFrom(
      '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359',
      '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    ),
  }),
  'io.headwater.fee.set': fc.record({
    share: fc.constantFrom('0', '0.05', '0.1'),
    payee,
    effectiveFrom: fewTimes,
  }),
  'io.headwater.payee.registered': fc.record(
    { payee, name: fc.string({ minLength: 1, maxLength: 5 }), account },
    { requiredKeys: ['payee'] },
  ),
  'io.headwater.payee.bound': fc.record({ payee, account }),
  'io.headwater.asset.registered': fc.record(
    { asset, owner: payee, name: fc.constant('Name'), license: fc.constant('MIT') },
    { requiredKeys: ['asset', 'owner'] },
  ),
  'io.headwater.contribution.recorded': fc.record({ asset, contributions: weighted }),
  'io.headwater.version.released': release,
  'io.headwater.rate.set': fc.record(
    {
      asset,
      currency,
      effectiveFrom: fewTimes,
      perCall: price,
      perMillion: fc.record({ input: price, output: price, cacheRead: price }, optional),
    },
    { requiredKeys: ['asset', 'currency', 'effectiveFrom'] },
  ),
  'io.headwater.cost.set': fc.record(
    {
      asset,
      payee,
      currency,
      effectiveFrom: fewTimes,
      perCall: price,
      perMillion: fc.record({ input: price, output: price, cacheRead: price }, optional),
      share: shareFromZero,
    },
    { requiredKeys: ['asset', 'payee', 'currency', 'effectiveFrom'] },
  ),
  'io.headwater.holding.transferred': fc.record(
    {
      asset,
      version,
      from: fc.oneof(payee, fc.constantFrom('owner', 'ann')),
      to: payee,
      share: fc.constantFrom('0.1', '0.25', '0.333333333', '1'),
      effectiveFrom: fewTimes,
    },
    { requiredKeys: ['asset', 'from', 'to', 'share', 'effectiveFrom'] },
  ),
  'io.headwater.clause.agreed': fc.record(
    {
      clause,
      payee,
      to: payee,
      currency,
      tiers: fc.constantFrom(
        [{ share: '1' }],
        [
          { upTo: '0.5', share: '0' },
          { upTo: '12.1', share: '0.3' },
          { upTo: null, share: '0.05' },
        ],
        null,
        null,
      ),
      share: shareFromZero,
      cap: fc.constantFrom('8000', '0.000001'),
      assets: fc.array(asset, { maxLength: 2 }),
      roles: fc.array(fc.constantFrom('holder', 'contributor', 'fee', 'cost', 'clause'), { maxLength: 2 }),
      rank: fc.constantFrom(0, 1, 999),
      effectiveFrom: fewTimes,
      until: fewTimes,
    },
    { requiredKeys: ['clause', 'payee', 'to', 'currency', 'effectiveFrom'] },
  ),
  'io.headwater.clause.ended': fc.record({ clause, at: fewTimes }),
  'io.headwater.reserve.set': fc.record(
    { currency, payee, share: shareFromZero, days: fc.constantFrom(0, 30, 3650), effectiveFrom: fewTimes },
    { requiredKeys: ['currency', 'share', 'days', 'effectiveFrom'] },
  ),
  'io.headwater.payout.set': fc.record(
    { currency, payee, threshold: fc.constantFrom('0', '50', '0.5'), effectiveFrom: fewTimes },
    { requiredKeys: ['currency', 'threshold', 'effectiveFrom'] },
  ),
  'io.headwater.payee.held': hold,
  'io.headwater.payee.cleared': hold,
  'io.headwater.withholding.set': fc.record(
    {
      payee,
      currency,
      share: fc.constantFrom('0', '0.3', '0.999999999'),
      to: payee,
      effectiveFrom: fewTimes,
    },
    { requiredKeys: ['share', 'to', 'effectiveFrom'] },
  ),
}

/** Releases are the most, as most rules are about them. */
const weights: { readonly [type: string]: number } = {
  'io.headwater.version.released': 20,
  'io.headwater.holding.transferred': 4,
  'io.headwater.clause.agreed': 4,
}

const anyEvent = fc.oneof(
  ...Object.entries(data).map(([type, arbitrary]) => ({
    arbitrary: fc.tuple(fc.constant(type), arbitrary),
    weight: weights[type] ?? 1,
  })),
)

/** Events of good shape, in an order. */
export const registryEvents: fc.Arbitrary<RegistryWireEvent[]> = fc
  .array(fc.tuple(anyEvent, fewTimes), {
    minLength: 10,
    maxLength: 30,
    size: 'max',
  })
  .map((list) =>
    [...first, ...list].flatMap(([[type, body], time], index) => parsed(type, body, time, index)),
  )

/** Without these most of what follows would be refused. */
const first = [
  ...['dataset:d', 'model:m', 'agent:a'].map(
    (id) => ['io.headwater.asset.registered', { asset: id, owner: 'owner' }] as const,
  ),
  ['io.headwater.currency.registered', { currency: 'USD', decimals: 6 }] as const,
].map((event) => [event, '2025-01-01T00:00:00Z'] as const)

function parsed(type: string, body: unknown, time: string, index: number): RegistryWireEvent[] {
  const event = {
    specversion: '1.0',
    source: 'random',
    id: `${index}`,
    type,
    time,
    data: body,
  }
  try {
    return [parseEvent(event) as RegistryWireEvent]
  } catch (error) {
    if (error instanceof HeadwaterError) return []
    throw error
  }
}

/** Decides and applies what is not refused. */
export function decideAll(
  events: readonly RegistryWireEvent[],
  state = createRegistry(),
  recording: Recording = {},
): { state: RegistryState; facts: RegistryFact[] } {
  const facts: RegistryFact[] = []
  for (const event of events) {
    try {
      facts.push(decide(event, state, recording))
    } catch (error) {
      if (error instanceof HeadwaterError) continue
      throw error
    }
    evolve(state, facts.at(-1)!, state.count)
  }
  return { state, facts }
}
