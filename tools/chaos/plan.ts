/**
 * The plan of one seed, made before anything runs: the economy, what each producer sends in which order, and which fault
 * comes when. The same seed gives the same plan. The operating system decides how processes interleave.
 *
 * In an act, the registry events that must come first are made durable. Then the rest is sent while faults come. Then the
 * faults end, and when everything that was sent is durable, epochs are closed.
 */
import { createRandom, type Random } from '../../test/support/random.ts'
import type { ReferenceCall } from '../../test/support/reference.ts'
import { type SimulatedStep, simulate } from '../../test/support/simulation.ts'
import { type Fault, planFaults } from './faults.ts'
import type { Sender, Way } from './packing.ts'
import { rated, Sends } from './sends.ts'

export interface Plan {
  readonly seed: number
  /** Whether some of the events come over HTTP, through a server that sends them to Kafka. */
  readonly withApi: boolean
  readonly acts: readonly Act[]
  readonly sends: Sends
}

export interface Act {
  /** Made durable before the others begin. */
  readonly first: Sender
  readonly senders: readonly Sender[]
  readonly faults: readonly Fault[]
  /** `until` of the epochs that are closed at the end of the act. */
  readonly closes: readonly string[]
  /** The closing process is killed after this many milliseconds, and another process closes. */
  readonly closeKilledAfterMs: number | undefined
}

interface PlanOptions {
  readonly workers: number
  readonly calls: number
}

export function planOf(seed: number, { workers, calls: callCount }: PlanOptions): Plan {
  const random = createRandom(seed)
  const steps = simulate(seed, { assets: 10, payees: 14, calls: callCount, epochs: 2, conflicts: false })
  const sends = new Sends(random)
  const withApi = random.chance(0.6)
  const way = (): Way => (withApi && random.chance(0.5) ? 'through the API' : 'straight')
  const callWays: Way[] = ['straight', withApi ? 'through the API' : 'straight']
  const acts = actsOf(steps).map(({ steps, closes }, index): Act => {
    const registry = steps.filter((step) => step.step === 'register')
    const [currencies, others] = [true, false].map((first) =>
      registry.filter(({ type }) => (type === 'currency.registered') === first),
    ) as [SimulatedStep[], SimulatedStep[]]
    const calls = steps.flatMap((step) => (step.step === 'call' ? [step.call] : []))
    return {
      first: sends.registry(
        `first ${index}`,
        index === 0 ? [...currencies, ...ratedSteps()] : [],
        'straight',
        false,
      ),
      senders: [
        sends.registry(`registry ${index}`, others, way(), true),
        ...sends.calls(`calls ${index}`, [...calls, ...ratedCalls(random, index, closes[0]!)], callWays),
      ],
      faults: planFaults(random, { workers, senders: 1 + callWays.length, withApi }),
      closes,
      closeKilledAfterMs: random.chance(0.3) ? 300 + random.int(1_500) : undefined,
    }
  })
  return { seed, withApi, acts, sends }
}

function ratedSteps(): SimulatedStep[] {
  const { asset, currency, perCall } = rated
  const time = '2025-01-01T00:00:00Z'
  const register = (type: string, data: object): SimulatedStep => ({ step: 'register', type, time, data })
  return [
    register('asset.registered', { asset, owner: 'payee-0' }),
    register('rate.set', { asset, currency, effectiveFrom: '2024-01-01T00:00:00Z', perCall }),
    register('version.released', { asset, version: '1' }),
  ]
}

function ratedCalls(random: Random, act: number, until: string): ReferenceCall[] {
  const time = new Date(Date.parse(until) - 3_600_000).toISOString().replace('.000Z', 'Z')
  const { asset, currency, perCall } = rated
  return Array.from({ length: 1 + random.int(40) }, (_, i) => ({
    source: 'rated',
    id: `${act}-${i}`,
    time,
    asset,
    amount: perCall,
    currency,
  }))
}

/** The events between closes. Closes without events between them belong to one act. */
function actsOf(steps: readonly SimulatedStep[]): { steps: SimulatedStep[]; closes: string[] }[] {
  const acts: { steps: SimulatedStep[]; closes: string[] }[] = []
  for (const step of steps) {
    const open = acts.at(-1)
    if (step.step === 'close') open!.closes.push(step.until)
    else if (open === undefined || open.closes.length > 0) acts.push({ steps: [step], closes: [] })
    else open.steps.push(step)
  }
  return acts
}
