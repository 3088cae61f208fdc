/**
 * What was sent, as counts and as sums by asset, named version, currency and period, in whole 10^-9 of a unit. Memory
 * does not grow with the run. The division is linear in revenue, so the slow reference gives the same books from one call
 * for each sum as from every single call. Only its counts would be of sums, so they are taken from here.
 */
import { invariant } from '../../src/invariant.ts'
import { Reference, type ReferenceCall, type ReferenceEpoch } from '../../test/support/reference.ts'
import { currencies, type Economy, firstUntil, lastUntil, middle } from './economy.ts'

/** Fee and versions are the same throughout each; the first is late, the last pending. */
export const periods = [
  { from: '2025-02-19T00:00:00Z', to: firstUntil },
  { from: firstUntil, to: middle },
  { from: middle, to: lastUntil },
  { from: lastUntil, to: '2025-04-02T00:00:00Z' },
] as const
const latePeriod = 0
const pendingPeriod = 3

const versionChoices = ['', '1.0', '2.0'] as const

/** What became of the events sent, whatever the order. */
export interface Outcomes {
  accepted: number
  duplicate: number
  conflict: number
  rejected: number
}

export interface ExpectedBooks {
  readonly outcomes: Readonly<Outcomes>
  /** Of the refused list: how many with each code. */
  readonly refusedByCode: Readonly<Record<string, number>>
  readonly epoch: ReferenceEpoch
}

/** A call as the books count it. */
export interface BookedCall {
  /** Rank in the economy; −1 − n for the unknown asset n. */
  readonly asset: number
  /** '' if the call names none. */
  readonly version: string
  readonly currency: number
  readonly period: number
  readonly nanos: number
}

export class Books {
  readonly outcomes: Outcomes = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  private readonly economy: Economy
  private readonly unknownAsset: (number: number) => string
  private readonly sums = new Map<number, { nanos: bigint; calls: number }>()
  private readonly refused = new Map<string, number>()

  constructor(economy: Economy, unknownAsset: (number: number) => string) {
    this.economy = economy
    this.unknownAsset = unknownAsset
  }

  call({ asset, version, currency, period, nanos }: BookedCall): void {
    const choice = versionChoices.indexOf(version as '')
    invariant(choice >= 0, 'a version is one that the books know')
    const key = ((asset * 3 + choice) * 3 + currency) * 4 + period
    const sum = this.sums.get(key)
    if (sum === undefined) this.sums.set(key, { nanos: BigInt(nanos), calls: 1 })
    else {
      sum.nanos += BigInt(nanos)
      sum.calls++
    }
    this.outcomes.accepted++
  }

  duplicate(): void {
    this.outcomes.duplicate++
  }

  refuse(code: string): void {
    this.outcomes[code === 'event.conflict' ? 'conflict' : 'rejected']++
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
  }

  expected(): ExpectedBooks {
    const counts = { settled: 0, late: 0, suspense: 0, pending: 0 }
    const calls: ReferenceCall[] = []
    for (const [key, { nanos, calls: count }] of this.sums) {
      const period = modulo(key, 4)
      const asset = Math.floor(key / 36)
      if (period === pendingPeriod) counts.pending += count
      else if (asset < 0) counts.suspense += count
      else counts.settled += count
      if (period === latePeriod && asset >= 0) counts.late += count
      calls.push(this.sumAsCall(key, asset, period, nanos))
    }
    const [, epoch] = new Reference().run([
      ...this.economy.registry,
      { step: 'close', until: firstUntil },
      ...calls.map((call) => ({ step: 'call' as const, call })),
      { step: 'close', until: lastUntil },
    ])
    return {
      outcomes: this.outcomes,
      refusedByCode: Object.fromEntries([...this.refused].sort(([a], [b]) => (a < b ? -1 : 1))),
      epoch: { ...epoch!, counts },
    }
  }

  private sumAsCall(key: number, asset: number, period: number, nanos: bigint): ReferenceCall {
    const version = versionChoices[modulo(Math.floor(key / 12), 3)]!
    const { currency } = currencies[modulo(Math.floor(key / 4), 3)]!
    return {
      source: 'sums',
      id: String(key),
      time: periods[period]!.from,
      asset: asset < 0 ? this.unknownAsset(-1 - asset) : this.economy.assets[asset]!.asset,
      ...(version !== '' && { version }),
      amount: nanosText(nanos),
      currency,
    }
  }
}

/** 10^-9 as a decimal in major units. */
export function nanosText(nanos: bigint): string {
  const text = nanos.toString().padStart(10, '0')
  return `${text.slice(0, -9)}.${text.slice(-9)}`
}

function modulo(number: number, by: number): number {
  return ((number % by) + by) % by
}
