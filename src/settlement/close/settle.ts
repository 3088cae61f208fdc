/**
 * The main path of a close, from rows that are known to be right to a manifest: no clock, no randomness, nothing
 * written. `verify` runs the same code, so an unchanged epoch is reproduced to the byte.
 */
import type { LineageGraph } from '../../attribution/index.ts'
import { beside } from '../../base/beside.ts'
import { turn } from '../../base/turn.ts'
import type { Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { type SealedManifest, type SettledAlgorithm, sealManifest } from '../../log/manifest.ts'
import type { KeySum, SettlementWindow, UsageReader, UsageScope } from '../../usage/reader.ts'
import type { CallSumLine, EpochLines } from '../books.ts'
import { digestBalances, payoutsDigest } from '../digests.ts'
import type { OnProgress, StageUnits } from '../progress.ts'
import type { RegistryAt } from '../registryAt.ts'
import { allocate, type Earnings, earningLines, flowLines } from './allocation.ts'
import { type CheckpointBefore, leaveCheckpoint } from './checkpoint.ts'
import { composeManifest } from './composeManifest.ts'
import { attribute, type CurrencyFlow } from './flow.ts'
import { type Payments, pay, type Standing } from './payments.ts'
import { type EpochSums, sumCalls } from './sums.ts'
import { type Accepted, assertBalanced, controlTotals } from './totals.ts'
import { summariseTrees } from './trees.ts'

export interface SettleInput {
  readonly epoch: number
  readonly until: Micros
  readonly position: number
  readonly window: SettlementWindow
  readonly registry: RegistryAt
  readonly graph: LineageGraph
  readonly accepted: Accepted
  readonly before: Standing
  readonly previous: ClosedEpoch | undefined
  /** The sums from which to go on; undefined to read all rows. */
  readonly checkpoint: CheckpointBefore | undefined
  /** Whether the epoch leaves such sums for the next. */
  readonly leavesCheckpoint: boolean
  /** How the digest of the settled calls is made; undefined for the way of version 1 of the manifest. */
  readonly settledAlgorithm: SettledAlgorithm | undefined
}

export interface SettledEpoch {
  readonly sealed: SealedManifest
  readonly sums: EpochSums
  readonly payments: Payments
  readonly lines: EpochLines
  /** Sentences where the rows do not add up to what the log recorded; then nothing else here counts. */
  readonly problems: readonly string[]
}

export async function settle(
  usage: UsageReader,
  input: SettleInput,
  onProgress: OnProgress,
): Promise<SettledEpoch> {
  const { window, registry, previous } = input
  onProgress({ stage: 'sums' })
  let settledDigest: Promise<string> | undefined
  const sums = await sumCalls(usage, window, registry, {
    checkpoint: input.checkpoint,
    // The engine hashes the calls while the rest is computed here. It begins early: a thread that computes starts nothing.
    onSuspense: (keys) => {
      settledDigest = beside(usage.settledDigest(window, input.settledAlgorithm, keys))
    },
  })
  const problems = controlTotals(input.accepted, sums, previous?.manifest)
  const callSums = { [Symbol.iterator]: () => callSumLines(input.leavesCheckpoint ? sums.callSums : []) }
  const left = input.leavesCheckpoint ? beside(leaveCheckpoint(usage, window, sums, callSums)) : undefined

  onProgress({ stage: 'flow' })
  const flows = attribute(sums.direct, registry, input.graph)
  onProgress({ stage: 'allocation' })
  const earnings = allocate(flows, registry.versions)
  await turn()
  onProgress({ stage: 'payments', expected: expectedOf(earnings) })
  const payments = pay(input.before, earnings, registry.currencies, {
    accountOf: (payee, chain) => registry.accountOf(payee, chain, input.until),
    readAhead: registry.readAhead,
  })
  await turn()
  assertBalanced({ currencies: registry.currencies, sums, earnings, before: input.before, payments })

  onProgress({ stage: 'trees' })
  const payouts = payoutsDigest()
  const trees = beside(summariseTrees(payments.after.payouts, (leaf) => payouts.add(leaf)))
  const balances = digestBalances(payments.after.balances)
  const manifest = composeManifest({
    ...input,
    watermarks: window.scope.watermarks,
    sums,
    settledDigest: await settledDigest!,
    earnings,
    payments,
    trees: await trees,
    standing: { balances, payouts: payouts.hex() },
    left: await left,
  })
  const lines = { ...epochLines(flows, payments, registry), callSums }
  return { sealed: sealManifest(manifest), sums, payments, lines, problems }
}

/** Who earned stands for everybody with a balance: the others are not known yet. */
function expectedOf({ payees, lines }: Earnings): StageUnits {
  return { payments: payees.size, trees: payees.size, books: lines + 2 * payees.size, check: 2 * payees.size }
}

function endOf({
  watermarks,
  until,
  waiting,
}: ClosedEpoch & Partial<Pick<CheckpointBefore, 'waiting'>>): NonNullable<SettlementWindow['previous']> {
  return { watermarks, until, ...(waiting && { waiting }) }
}

/** Which calls the epoch settles. @param previous with `waiting` to read no other of its batches */
export function settlementWindow(
  scope: UsageScope,
  until: Micros,
  registry: RegistryAt,
  previous: (ClosedEpoch & Partial<Pick<CheckpointBefore, 'waiting'>>) | undefined,
): SettlementWindow {
  const { boundaries, named, fees } = registry
  return {
    scope,
    until,
    boundaries,
    named,
    fees,
    releasedKeys: previous ? registry.keysReleasedAfter(previous.registryRevision) : [],
    ...(previous && { previous: endOf(previous) }),
  }
}

function* callSumLines(sums: readonly KeySum[]): Generator<CallSumLine> {
  for (const sum of sums) yield { ...sum, calls: BigInt(sum.calls) }
}

/** Earnings and flows are computed while they are read, and may be read again. */
function epochLines(
  flows: readonly CurrencyFlow[],
  payments: Payments,
  registry: RegistryAt,
): Omit<EpochLines, 'callSums'> {
  return {
    balances: payments.lines,
    payouts: payments.grown,
    earnings: { [Symbol.iterator]: () => earningLines(flows, registry.versions)[Symbol.iterator]() },
    flows: { [Symbol.iterator]: () => flowLines(flows, registry.versions)[Symbol.iterator]() },
  }
}
