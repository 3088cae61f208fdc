/**
 * The main path of a close, from rows that are known to be right to a manifest: no clock, no randomness, nothing
 * written. `verify` runs the same code, so an unchanged epoch is reproduced to the byte.
 */
import type { LineageGraph } from '../../attribution/index.ts'
import { beside } from '../../base/beside.ts'
import { defined } from '../../base/defined.ts'
import { inTurns, turn } from '../../base/turn.ts'
import { digestBalances, digestStates } from '../../books/digests.ts'
import type { CallSumLine, EpochLines } from '../../books/port.ts'
import { payoutRowsDigest } from '../../books/rowsDigest.ts'
import { changedStates } from '../../books/states.ts'
import type { Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { isContracted, type SealedManifest, type SettledAlgorithm, sealManifest } from '../../log/manifest.ts'
import type { BuiltTreeFile } from '../../merkle/treeFile/write.ts'
import type { KeySum, SettlementWindow, UsageReader, UsageScope } from '../../usage/reader.ts'
import type { OnProgress, StageUnits } from '../progress.ts'
import type { RegistryAt } from '../registryAt.ts'
import { paysOnce, type TreeFormats } from '../treeFormats.ts'
import { allocate, type Earnings, flowLines } from './allocation.ts'
import { type CheckpointBefore, leaveCheckpoint } from './checkpoint.ts'
import { type Diverted, divertEarnings } from './clauses.ts'
import { composeManifest } from './composeManifest.ts'
import { DividedEarnings } from './earningLines.ts'
import type { CapStanding } from './edgeCaps.ts'
import { capsBefore, edgesAfter } from './edgesToDate.ts'
import { attribute, type CurrencyFlow } from './flow.ts'
import { type HeldVersions, heldVersions } from './holders.ts'
import { CollectedParts } from './parts.ts'
import { type PayInput, type Payments, pay, type Standing } from './payments.ts'
import { readPoolsAhead } from './poolsAhead.ts'
import { post } from './postings.ts'
import { type EpochSums, type SumsFrom, sumCalls } from './sums.ts'
import { type Accepted, assertBalanced, controlTotals } from './totals.ts'
import { summariseTrees } from './trees.ts'

export interface SettleInput extends SumsFrom {
  readonly epoch: number
  readonly until: Micros
  readonly position: number
  readonly window: SettlementWindow
  readonly registry: RegistryAt
  readonly graph: LineageGraph
  readonly accepted: Accepted
  readonly before: Standing
  readonly previous: ClosedEpoch | undefined
  /** Whether the epoch leaves such sums for the next. */
  readonly leavesCheckpoint: boolean
  /** Is called when the engine has nothing more to do for the arithmetic, so that other work of it goes on beside. */
  readonly onEngineFree?: () => void
  /** Receives lines of the epoch as soon as they are known, before its manifest: earnings first, and then all. */
  readonly onLines?: (lines: Partial<EpochLines>) => void
  /** Receives the file of each cumulative tree, where the trees are not too large to hold until the epoch is recorded. */
  readonly onTree?: (file: BuiltTreeFile) => void
  /** How the digest of the settled calls is made; undefined for the way of version 1 of the manifest. */
  readonly settledAlgorithm: SettledAlgorithm | undefined
  readonly treeFormats: TreeFormats
}

export interface SettledEpoch {
  readonly sealed: SealedManifest
  readonly sums: EpochSums
  readonly payments: Payments
  readonly lines: EpochLines
  /** What was divided over the lineage, with who holds the versions. */
  readonly divided: {
    readonly currencies: readonly CurrencyFlow[]
    /** Where capped edges stood before and after. */
    readonly caps: { readonly before: readonly CapStanding[]; readonly after: readonly CapStanding[] }
    readonly held: HeldVersions
  }
  /** Sentences where the rows do not add up to what the log recorded; then nothing else here counts. */
  readonly problems: readonly string[]
}

/** Leaves of all trees that are held as files while the books are written: about 130 bytes each. */
const heldLeavesMax = 4_194_304

export async function settle(
  usage: UsageReader,
  input: SettleInput,
  onProgress: OnProgress,
): Promise<SettledEpoch> {
  const { window, registry, previous } = input
  onProgress({ stage: 'sums' })
  let settledDigest: Promise<string> | undefined
  const versions = heldVersions(registry, input.until)
  let pools: Promise<void> | undefined
  const sums = await sumCalls(usage, window, registry, {
    checkpoint: input.checkpoint,
    closed: input.closed,
    ...defined({ onCorrected: input.onCorrected }),
    // The engine hashes the calls while the rest is computed here. It begins early: a thread that computes starts nothing.
    onKeys: (named) => {
      settledDigest = beside(usage.settledDigest(window, input.settledAlgorithm, named.suspense))
      beside(settledDigest.finally(() => input.onEngineFree?.()))
      // Without a checkpoint they are those of all earlier epochs too.
      if (previous === undefined || input.checkpoint !== undefined)
        pools = beside(readPoolsAhead(versions, input.graph, named.versions))
    },
  })
  await pools
  const problems = controlTotals(input.accepted, sums, previous?.manifest)
  const callSums = { [Symbol.iterator]: () => callSumLines(input.leavesCheckpoint ? sums.callSums : []) }
  const left = input.leavesCheckpoint ? beside(leaveCheckpoint(usage, window, sums, callSums)) : undefined

  onProgress({ stage: 'flow' })
  const before = capsBefore(input.before.edges, registry)
  const { currencies: flows, caps } = attribute(
    { direct: sums.direct, adjusted: sums.corrected?.adjusted, caps: before },
    registry,
    input.graph,
  )
  onProgress({ stage: 'allocation' })
  const clauses = registry.contracts?.clausesIn(input.until) ?? []
  const parts = clauses.length > 0 ? new CollectedParts(clauses) : undefined
  const earnings = allocate(flows, versions, parts)
  if (problems.length === 0) input.onLines?.({ earnings: new DividedEarnings(flows, versions) })
  await turn()
  const diverted = parts && divertEarnings(clauses, parts, earnings, input.before.clauses)
  onProgress({ stage: 'payments', expected: expectedOf(earnings) })
  const paying = pay({
    before: input.before,
    states: { ...(diverted && { clauses: diverted.standing }), edges: edgesAfter(caps, registry) },
    earnings,
    currencies: registry.currencies,
    accounts: accountsOf(input),
    contracts: payContracts(input, sums, earnings, diverted),
    paysOnce: paysOnce(input.treeFormats),
  })
  const payments = await inTurns(paying)
  assertBalanced({ currencies: registry.currencies, sums, earnings, before: input.before, payments })

  onProgress({ stage: 'trees' })
  const { after, paidNow } = payments
  const payouts = payoutRowsDigest()
  const onFile = after.payouts.size <= heldLeavesMax ? input.onTree : undefined
  const onLeaf = (number: number): void => payouts.add(after.payouts.fields, number)
  const sources = { payouts: after.payouts, paidNow }
  const trees = beside(summariseTrees(sources, input.treeFormats, onLeaf, { onFile }))
  const changed = { payments, before: input.before, takes: diverted?.takes ?? [] }
  const lines = { ...epochLines(flows, versions, changed), callSums, contracted: hasContracts(input) }
  // The engine takes in the first of them while their digest is made here.
  if (problems.length === 0) input.onLines?.(lines)
  const balances = digestBalances(after.balances)
  const manifest = composeManifest({
    ...input,
    watermarks: window.scope.watermarks,
    sums,
    settledDigest: await settledDigest!,
    earnings,
    payments,
    trees: await trees,
    standing: { balances, payouts: payouts.hex(), ...(lines.contracted && digestStates(after)) },
    left: await left,
  })
  const divided = { currencies: flows, caps: { before, after: caps }, held: versions }
  return { sealed: sealManifest(manifest), sums, payments, lines, divided, problems }
}

function accountsOf({ registry, until, closed }: SettleInput): PayInput['accounts'] {
  const at = { until, hasPostings: closed !== undefined }
  return {
    accountOf: (payee, chain) => registry.accountOf(payee, chain, at),
    readAhead: registry.readAhead,
  }
}

/** What changes payments beside earnings; undefined for a ledger without any of it. */
function payContracts(
  { registry, closed, epoch, until }: SettleInput,
  { postings }: EpochSums,
  { payees }: Earnings,
  clauses: Diverted | undefined,
): PayInput['contracts'] {
  if (registry.contracts === undefined && closed === undefined) return undefined
  const posted = post(postings, payees)
  const terms = registry.contracts?.payoutTermsIn(until)
  return { epoch, until, clauses, posted, terms: terms?.isEmpty ? undefined : terms }
}

/** Whether the ledger has an event of corrections, postings or contracts at or below the epoch's position. */
function hasContracts({ registry, closed, previous }: SettleInput): boolean {
  if (registry.contracts !== undefined || closed !== undefined) return true
  return previous !== undefined && isContracted(previous.manifest)
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
  const { boundaries, named, fees, contracts, resolutions } = registry
  const { costs } = resolutions
  return {
    scope,
    until,
    boundaries,
    named,
    fees,
    ...(contracts && contracts.cuts.length > 0 && { cuts: contracts.cuts }),
    ...(costs && { costs }),
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
  versions: HeldVersions,
  { payments, before, takes }: { payments: Payments; before: Standing; takes: EpochLines['takes'] },
): Omit<EpochLines, 'callSums' | 'contracted'> {
  return {
    takes,
    states: { [Symbol.iterator]: () => changedStates(before, payments.after) },
    balances: payments.lines,
    payouts: payments.grown,
    earnings: new DividedEarnings(flows, versions),
    flows: { [Symbol.iterator]: () => flowLines(flows, versions)[Symbol.iterator]() },
  }
}
