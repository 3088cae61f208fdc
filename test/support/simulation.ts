/**
 * A random history of an economy from one seed: registry events, calls with duplicates, disorder, lateness and unknown
 * assets, currencies with and without tokens, bindings that come and change, and several closes.
 */
import { createRandom, type Random } from './random.ts'
import type { ReferenceCall, ReferenceStep } from './reference.ts'

export interface SimulationOptions {
  readonly assets: number
  readonly payees: number
  readonly calls: number
  readonly epochs: number
  /** Whether some calls come again under the same identity with another content. */
  readonly conflicts: boolean
}

/** A step that the system may refuse: then the reference must not see it either. */
export type SimulatedStep = ReferenceStep & { readonly mayBeRefused?: boolean }

const chains = ['eip155:1', 'eip155:8453']
const start = Date.parse('2025-01-01T00:00:00Z')
const epochSeconds = 86_400

export function simulate(seed: number, options: SimulationOptions): SimulatedStep[] {
  return new Simulation(createRandom(seed), options).steps()
}

class Simulation {
  private readonly random: Random
  private readonly options: SimulationOptions
  private readonly assets: string[] = []
  private readonly versions: { asset: string; version: string }[] = []
  private readonly calls: ReferenceCall[] = []
  private readonly payees: string[]
  private tokenless = ['EUR', 'KUDOS']

  constructor(random: Random, options: SimulationOptions) {
    this.random = random
    this.options = options
    this.payees = Array.from({ length: options.payees }, (_, index) =>
      index % 7 === 6
        ? `${random.pick(chains)}:${address(index)}`
        : `payee-${index}${random.chance(0.1) ? '\u{1f600}\uffee' : ''}`,
    )
  }

  steps(): SimulatedStep[] {
    const { epochs, calls, assets } = this.options
    const steps: SimulatedStep[] = [...this.currencies()]
    for (let epoch = 0; epoch < epochs; epoch++) {
      const registrySteps = Math.ceil((assets * 3) / epochs)
      const moments = this.random.shuffle([
        ...Array<'registry'>(registrySteps).fill('registry'),
        ...Array<'call'>(Math.ceil(calls / epochs)).fill('call'),
      ])
      for (const moment of moments)
        steps.push(...(moment === 'call' ? this.call(epoch) : this.registry(epoch)))
      // Sometimes the second epoch is empty. A close without calls must be right too.
      steps.push({ step: 'close', until: at((epoch + 1) * epochSeconds) })
      if (this.random.chance(0.1)) steps.push({ step: 'close', until: at((epoch + 1) * epochSeconds + 10) })
    }
    return steps
  }

  private currencies(): SimulatedStep[] {
    const list = [
      { currency: 'USDC', decimals: 6, chain: chains[1], token: address(0xc0) },
      { currency: 'WEI', decimals: 18, chain: chains[0], token: address(0xc1) },
      { currency: 'EUR', decimals: 2 },
      { currency: 'KUDOS', decimals: 0 },
    ]
    return list.map((data) => this.register('currency.registered', data, 0))
  }

  private registry(epoch: number): SimulatedStep[] {
    const { random } = this
    const seconds = epoch * epochSeconds + random.int(epochSeconds)
    const kind = random.int(10)
    if (this.assets.length === 0 || (kind < 2 && this.assets.length < this.options.assets))
      return [this.asset(seconds)]
    if (kind < 6) return [this.release(seconds)]
    if (kind === 6) return [this.register('fee.set', this.fee(seconds), seconds)]
    if (kind === 7) {
      const contributions = Array.from({ length: 1 + random.int(3) }, () => this.contributor())
      return [
        this.register('contribution.recorded', { asset: random.pick(this.assets), contributions }, seconds),
      ]
    }
    if (kind === 8 && this.tokenless.length > 0 && random.chance(0.2)) {
      const currency = this.tokenless.pop()!
      return [
        this.register(
          'currency.bound',
          { currency, chain: chains[0], token: address(0xd0 + this.tokenless.length) },
          seconds,
        ),
      ]
    }
    const payee = random.pick(this.payees.filter((id) => !id.startsWith('eip155:')))
    const account = `${random.pick([...chains, 'eip155:10'])}:${address(0x1000 + random.int(this.options.payees))}`
    return [this.register('payee.bound', { payee, account }, seconds)]
  }

  private asset(seconds: number): SimulatedStep {
    const asset = `model:lab/m${this.assets.length}`
    this.assets.push(asset)
    return this.register('asset.registered', { asset, owner: this.random.pick(this.payees) }, seconds)
  }

  private fee(seconds: number): unknown {
    const effectiveFrom = at(seconds + this.random.int(2 * epochSeconds) - epochSeconds)
    return {
      share: this.random.pick(['0', '0.05', '0.05', '0.333333333', '1']),
      payee: this.random.pick(this.payees.slice(0, 2)),
      effectiveFrom,
    }
  }

  private contributor(): { payee: string; units: number } {
    return { payee: this.random.pick(this.payees), units: 1 + this.random.int(1000) }
  }

  private release(seconds: number): SimulatedStep {
    const { random } = this
    const asset = random.pick(this.assets)
    const version = `v${this.versions.length}`
    const derivedFrom = this.edges()
    const releasedAt = random.chance(0.5)
      ? { releasedAt: at(seconds + random.int(epochSeconds * 3) - epochSeconds) }
      : {}
    const data = {
      asset,
      version,
      ...releasedAt,
      ...this.holders(),
      ...(derivedFrom.length > 0 && { derivedFrom }),
    }
    this.versions.push({ asset, version })
    return { ...this.register('version.released', data, seconds), mayBeRefused: true }
  }

  private edges(): unknown[] {
    const { random } = this
    const chosen = new Map<string, unknown>()
    for (let count = random.int(4); count > 0 && this.versions.length > 0; count--) {
      const source = random.pick(this.versions.slice(-8))
      const version = random.chance(0.8) ? { version: source.version } : {}
      chosen.set(source.asset, {
        asset: source.asset,
        ...version,
        relation: random.pick(['trainedOn', 'finetunedFrom', 'mergedFrom', 'composedOf']),
        policy: random.pick(['absolute', 'relative']),
        share: random.pick(['0.1', '0.05', '0.000000001', '0.123456789', '0.3']),
      })
    }
    return [...chosen.values()]
  }

  private holders(): object {
    const { random } = this
    const [first, second, third] = random.shuffle(this.payees)
    switch (random.int(5)) {
      case 0:
        return {
          holders: [
            { payee: first, share: '0.333333333' },
            { payee: second, share: '0.666666667' },
          ],
        }
      case 1:
        return {
          holders: [{ payee: first, share: '0.5' }],
          contributorShare: '0.5',
          contributors: [
            { payee: first, units: 3 },
            { payee: third, units: '7' },
          ],
        }
      case 2:
        return { contributorShare: '1' }
      default:
        return {}
    }
  }

  private call(epoch: number): SimulatedStep[] {
    const { random } = this
    const old = this.calls.length > 0 && random.chance(0.15) ? random.pick(this.calls) : undefined
    if (old) {
      const conflicting = this.options.conflicts && random.chance(0.5)
      return [{ step: 'call', call: conflicting ? { ...old, amount: '7' } : old }]
    }
    const seconds = Math.max(
      0,
      epoch * epochSeconds + random.int(epochSeconds * 1.4) - random.int(2) * random.int(epochSeconds * 2),
    )
    const known = random.chance(0.5) && this.versions.length > 0 ? random.pick(this.versions) : undefined
    const asset = known?.asset ?? `model:lab/m${random.int(this.options.assets + 1)}`
    const version =
      known?.version ?? (random.chance(0.15) ? `v${random.int(this.options.assets * 3)}` : undefined)
    const call: ReferenceCall = {
      source: `gateway-${random.int(2)}`,
      id: `${this.calls.length}`,
      time: at(seconds),
      asset,
      ...(version !== undefined && { version }),
      amount: `${random.int(50)}.${String(random.int(1e9)).padStart(9, '0')}`,
      currency: random.pick(['USDC', 'USDC', 'WEI', 'EUR', 'KUDOS']),
    }
    this.calls.push(call)
    return [{ step: 'call', call }]
  }

  private register(type: string, data: unknown, seconds: number): SimulatedStep {
    return { step: 'register', type, data, time: at(seconds) }
  }
}

function at(seconds: number): string {
  return new Date(start + Math.max(0, seconds) * 1000).toISOString().replace('.000Z', 'Z')
}

function address(number: number): string {
  return `0x${number.toString(16).padStart(40, '0')}`.replace(/^0x0/, '0x1')
}
