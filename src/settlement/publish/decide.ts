/**
 * The next step of a publication, by what its stream says and what the chain shows. A root counts as submitted because
 * the contract has it, never because a receipt says so; and no call is signed a second time before it is certain that the
 * first one can't be mined any more. Pure: the caller has the clock, the stream and the chain.
 */
import type { PublicationEvent } from '../../log/publication/index.ts'
import { callsLeft, isOf, rootOf } from './calls.ts'
import { bumped, type Fees } from './fees.ts'
import type { Call, ChainRoot, Seen, SendOutcome } from './port.ts'
import {
  type OpenTransaction,
  type Planned,
  type PublicationState,
  rootAt,
  type SignedVersion,
} from './state.ts'

export interface PublishRules {
  /** Undefined without a key: nothing is signed. */
  readonly signer: string | undefined
  /** Whether the signer's own tokens fund the contract. */
  readonly fund: boolean
  /** A transaction that waits this long gets a version with higher fees. */
  readonly bumpSeconds: number
  /** Undefined: no limit. In wei for each unit of gas. */
  readonly maxFeePerGas: bigint | undefined
  /** Whether roots that a reorg took out of the contract are given up, and submitted again. */
  readonly forgetsVanished: boolean
  /** The epoch of a root of this ledger; undefined for one that it never made. */
  readonly epochOf: (root: Pick<ChainRoot, 'root' | 'manifestHash'>) => number | undefined
}

interface Moment {
  /** Milliseconds since 1970, on this machine's clock. */
  readonly now: number
  /** What became of versions that this process sent, by hash. */
  readonly outcomes: ReadonlyMap<string, SendOutcome>
}

export type WaitFor = 'mining' | 'confirmations' | 'window' | 'funding' | 'feeLimit' | 'signer'

export type Step =
  | { readonly do: 'record'; readonly event: PublicationEvent }
  | { readonly do: 'send'; readonly version: SignedVersion }
  | { readonly do: 'sign'; readonly call: Call; readonly nonce: number; readonly fees: Fees }
  /** The same transaction under the same nonce, with other fees. */
  | { readonly do: 'reprice'; readonly version: SignedVersion; readonly fees: Fees }
  | {
      readonly do: 'wait'
      readonly for: WaitFor
      /** Seconds since 1970, on the chain's clock. */
      readonly until?: number
      readonly missing?: readonly { readonly token: string; readonly amount: bigint }[]
    }
  | { readonly do: 'done' }
  | {
      readonly do: 'halt'
      readonly why: 'foreignRoot' | 'otherTotals' | 'rootVanished' | 'reverted'
      readonly index?: number
    }

/** A call that the contract refused so often is not sent again. */
const revertedMax = 2

export function decide(state: PublicationState, seen: Seen, rules: PublishRules, moment: Moment): Step {
  // A node that lags shows an older chain, which is no news.
  if (seen.settled.block < state.block) return { do: 'wait', for: 'confirmations' }
  return (
    followRoots(state, seen, rules) ??
    settleTransactions(state, seen) ??
    advanceWaiting(state, seen, rules, moment) ??
    nextCall(state, seen, rules)
  )
}

/** What the contract's list of roots has become. */
function followRoots(state: PublicationState, { settled }: Seen, rules: PublishRules): Step | undefined {
  const { block } = settled
  const { roots } = state
  if (settled.rootCount < roots.length) return vanished(settled.rootCount + 1, block, rules)
  for (const shown of settled.roots) {
    const { index, root, manifestHash, activatableAt, status } = shown
    const known = rootAt(state, index)
    if (known === undefined) {
      const epoch = rules.epochOf(shown)
      const isOurs = epoch !== undefined && declaresAsPlanned(shown, state.plans.get(epoch))
      if (!isOurs && status !== 'disabled')
        return { do: 'halt', why: epoch === undefined ? 'foreignRoot' : 'otherTotals', index }
      const data = { index, epoch: isOurs ? epoch : null, root, manifestHash, activatableAt, block }
      return { do: 'record', event: { type: 'RootSubmitted', data } }
    }
    if (!isOf(known, shown)) return vanished(index, block, rules)
    if (known.status === status) continue
    if (status === 'active') return { do: 'record', event: { type: 'RootActivated', data: { index, block } } }
    if (status === 'disabled')
      return { do: 'record', event: { type: 'RootDisabled', data: { index, block } } }
  }
  return undefined
}

function vanished(index: number, block: number, { forgetsVanished }: PublishRules): Step {
  if (!forgetsVanished) return { do: 'halt', why: 'rootVanished', index }
  return { do: 'record', event: { type: 'RootsVanished', data: { index, block } } }
}

/** The root alone says nothing about what the contract may pay: a thief of the key can declare more, or less. */
function declaresAsPlanned({ totals }: ChainRoot, plan: Planned | undefined): boolean {
  const shown = totals.map(({ token, total }) => `${token} ${total}`)
  const planned = plan?.totals.map(({ token, total }) => `${token} ${total}`) ?? []
  return planned.length > 0 && shown.join() === planned.join()
}

/** Nonces that are used for good. */
function settleTransactions({ open }: PublicationState, { settled, known }: Seen): Step | undefined {
  for (const { from, nonce, versions } of open) {
    if ((settled.nonces.get(from) ?? 0) <= nonce) continue
    const mined = versions.find(({ hash }) => settled.receipts.has(hash))
    // A node that knows a version may still find its receipt.
    if (mined === undefined && versions.some(({ hash }) => known.has(hash))) continue
    if (mined === undefined)
      return { do: 'record', event: { type: 'TransactionReplaced', data: { from, nonce } } }
    const receipt = settled.receipts.get(mined.hash)!
    const data = { from, nonce, hash: mined.hash, ...receipt }
    return { do: 'record', event: { type: 'TransactionMined', data } }
  }
  return undefined
}

/** The first transaction that is in no block: sends it, raises its fees, or fills a gap below it. */
function advanceWaiting(
  { open }: PublicationState,
  seen: Seen,
  rules: PublishRules,
  { now, outcomes }: Moment,
): Step | undefined {
  const waiting = open.find(({ from, nonce }) => nonce >= (seen.nonces.get(from)?.mined ?? 0))
  if (waiting === undefined) return undefined
  const last = waiting.versions.at(-1)!
  const isUnderpriced = outcomes.get(last.hash) === 'underpriced'
  if (!seen.known.has(last.hash) && !isUnderpriced) return { do: 'send', version: last }
  const isDue = isUnderpriced || now - Date.parse(last.at) >= rules.bumpSeconds * 1_000
  if (!isDue) return { do: 'wait', for: 'mining' }
  if (rules.signer !== waiting.from) return { do: 'wait', for: 'signer' }
  const gap = seen.nonces.get(waiting.from)!.waiting
  if (gap < waiting.nonce && !open.some(({ from, nonce }) => from === waiting.from && nonce === gap))
    return withinLimit(rules, { do: 'sign', call: { purpose: 'fill' }, nonce: gap, fees: seen.fees })
  const fees = bumped(feesOf(last), seen.fees)
  return withinLimit(rules, { do: 'reprice', version: last, fees })
}

function nextCall(state: PublicationState, seen: Seen, rules: PublishRules): Step {
  const { plan, open } = state
  if (plan === undefined) return { do: 'done' }
  const mine = rootOf(plan, seen)
  // Taken back, but so lately that it may not stay so.
  const isDisabled = seen.roots.some(
    (one) => isOf(plan, one) && one.status === 'disabled' && rootAt(state, one.index)?.status !== 'disabled',
  )
  if (isDisabled) return { do: 'wait', for: 'confirmations' }
  const { calls, missing } = callsLeft(plan, seen, rules.fund)
  const [call] = calls
  const isShort = missing.some(({ token, amount }) => (seen.balance.get(token) ?? 0n) < amount)
  if (rules.fund && rules.signer !== undefined && isShort) return { do: 'wait', for: 'funding', missing }
  if (call === undefined) {
    if (mine?.status === 'active')
      return rootAt(state, mine.index)?.status === 'active'
        ? { do: 'done' }
        : { do: 'wait', for: 'confirmations' }
    // Before the window is over, what is missing may still come.
    if (mine !== undefined && seen.time < mine.activatableAt)
      return rootAt(state, mine.index) === undefined
        ? { do: 'wait', for: 'confirmations' }
        : { do: 'wait', for: 'window', until: mine.activatableAt, missing }
    return { do: 'wait', for: 'funding', missing }
  }
  // What is in a block may have failed, or may be undone. Until that is certain, a second one could be too many.
  if (open.some(({ versions }) => versions.some((one) => isFor(one, call, plan.epoch))))
    return { do: 'wait', for: 'confirmations' }
  if (state.reverted >= revertedMax) return { do: 'halt', why: 'reverted' }
  const isElsewhere = state.handedOver === plan.epoch && call.purpose !== 'activate'
  if (rules.signer === undefined || isElsewhere) return { do: 'wait', for: 'signer' }
  return withinLimit(rules, {
    do: 'sign',
    call,
    nonce: nextNonce(open, seen, rules.signer),
    fees: seen.fees,
  })
}

type Signing = Extract<Step, { do: 'sign' | 'reprice' }>

function withinLimit({ maxFeePerGas }: PublishRules, step: Signing): Step {
  if (maxFeePerGas === undefined || step.fees.maxFeePerGas <= maxFeePerGas) return step
  return { do: 'wait', for: 'feeLimit' }
}

/** Above all that waits, in this ledger and elsewhere. */
function nextNonce(open: readonly OpenTransaction[], { nonces }: Seen, signer: string): number {
  const own = open.filter(({ from }) => from === signer).map(({ nonce }) => nonce + 1)
  return Math.max(nonces.get(signer)?.waiting ?? 0, ...own)
}

function isFor(version: SignedVersion, call: Call, epoch: number): boolean {
  if (version.purpose !== call.purpose) return false
  if (call.purpose === 'approve' || call.purpose === 'fund') return version.token === call.token
  return call.purpose !== 'submit' || version.epoch === epoch
}

function feesOf({ maxFeePerGas, maxPriorityFeePerGas }: SignedVersion): Fees {
  return { maxFeePerGas: BigInt(maxFeePerGas), maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas) }
}
