/** Publishes an epoch's root to one distributor, or continues a publication where it was. */
import { fail, HeadwaterError } from '../../errors.ts'
import type { PublicationEvent } from '../../log/publication/index.ts'
import type { PublicationLog, Recorded, RootPlan } from './answers.ts'
import { callsLeft } from './calls.ts'
import type { PublishRules, Step } from './decide.ts'
import type { Call, ChainRoot, Distributor, UnsignedTransaction } from './port.ts'
import { type Driven, type Driving, drive, whatToLookAt } from './run.ts'
import {
  evolve,
  initialPublication,
  type KnownRoot,
  lastStanding,
  type PublicationState,
  stageOf,
} from './state.ts'

/** The ledger, as far as one publication needs it. */
export interface PublishedLedger {
  log(): Promise<PublicationLog>
  record(revision: number, event: PublicationEvent): Promise<Recorded>
  plan(epoch: number | undefined): Promise<RootPlan>
  /** Epochs by root and manifest hash, as `rootKey` joins them. */
  epochs(): Promise<ReadonlyMap<string, number>>
}

export interface PublishOptions {
  /** Default: the last. */
  readonly epoch?: number | undefined
  /** Submits a root again that the guardian disabled, that another signer was given, or that a reorg took away. */
  readonly again: boolean
  readonly fund: boolean
  readonly waits: boolean
  readonly timeoutMs: number
  readonly pollMs: number
  readonly bumpSeconds: number
  readonly maxFeePerGas: bigint | undefined
  readonly clock: () => Date
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly onStep?: ((step: Step) => void) | undefined
}

export interface Published {
  readonly epoch: number
  readonly root: string
  readonly stage: 'planned' | 'sent' | KnownRoot['status']
  /** In the list of the contract; undefined where it is not there yet. */
  readonly index: number | undefined
  /** Null where it is done. */
  readonly waitsFor: Driven['ended'] | null
  /** The epoch whose root is published already and is the same; undefined where this one is new. */
  readonly sameAs: number | undefined
}

export function rootKey({ root, manifestHash }: Pick<ChainRoot, 'root' | 'manifestHash'>): string {
  return `${root}/${manifestHash}`
}

/** @throws HeadwaterError `publish.*`, `chain.*`, `key.missing` */
export async function publishRoot(
  ledger: PublishedLedger,
  distributor: Distributor,
  options: PublishOptions,
): Promise<Published> {
  const driving = await drivingOf(ledger, distributor, options)
  const begun = await readState(ledger)
  let state = await lookedAt(ledger, driving, begun)
  const plan = await ledger.plan(options.epoch)
  const { epoch, root } = plan
  const last = lastStanding(state)
  if (last?.root === root && last.epoch !== epoch && state.plan?.epoch !== epoch) {
    const { status: stage, index } = last
    return { epoch, root, stage, index, waitsFor: null, sameAs: last.epoch! }
  }
  state = await planned(driving, state, plan, options)
  const { state: after, ended } = await drive(driving, state)
  if (ended.do === 'wait' && ended.for === 'signer' && distributor.signer === undefined)
    fail('key.missing', `The next transaction of epoch ${epoch} has to be signed, and no key is set.`)
  return outcome(after, plan, ended)
}

/** @returns what another signer has to send, in this order; none where the contract has it all */
export async function writeUnsigned(
  ledger: PublishedLedger,
  distributor: Distributor,
  options: PublishOptions,
): Promise<Published & { readonly transactions: readonly UnsignedTransaction[] }> {
  const driving = await drivingOf(ledger, distributor, { ...options, waits: false })
  const begun = await readState(ledger)
  let state =
    begun.plan === undefined ? await lookedAt(ledger, driving, begun) : (await drive(driving, begun)).state
  const plan = await ledger.plan(options.epoch)
  state = await planned(driving, state, plan, {
    ...options,
    again: options.again || state.handedOver === plan.epoch,
  })
  const { state: after, ended } = await drive(driving, state)
  const seen = await distributor.look(whatToLookAt(after, undefined))
  const calls: readonly Call[] =
    after.plan === undefined ? [] : callsLeft(after.plan, seen, options.fund).calls
  const purposes = calls.map(({ purpose }) => purpose)
  if (purposes.includes('submit') && after.handedOver !== plan.epoch) {
    const data = { epoch: plan.epoch, purposes, at: options.clock().toISOString() }
    await ledger.record(after.revision, { type: 'TransactionsHandedOver', data })
  }
  return { ...outcome(after, plan, ended), transactions: calls.map((call) => distributor.encode(call)) }
}

async function drivingOf(
  ledger: PublishedLedger,
  distributor: Distributor,
  options: PublishOptions,
): Promise<Driving> {
  const epochs = await ledger.epochs()
  const rules: PublishRules = {
    signer: distributor.signer,
    fund: options.fund,
    bumpSeconds: options.bumpSeconds,
    maxFeePerGas: options.maxFeePerGas,
    forgetsVanished: options.again,
    epochOf: (root) => epochs.get(rootKey(root)),
  }
  const { clock, sleep, pollMs, timeoutMs, waits, onStep } = options
  const append: Driving['stream']['append'] = async (revision, event) =>
    void (await ledger.record(revision, event))
  return { stream: { append }, distributor, rules, clock, sleep, pollMs, timeoutMs, waits, onStep }
}

async function readState(ledger: PublishedLedger): Promise<PublicationState> {
  const { events } = await ledger.log()
  return (events as PublicationEvent[]).reduce(evolve, initialPublication)
}

/**
 * What was begun goes on first: the contract activates roots in their order. Where nothing is on its way, the contract is
 * looked at all the same: a reorg may have taken a root that was active.
 */
async function lookedAt(
  ledger: PublishedLedger,
  driving: Driving,
  begun: PublicationState,
): Promise<PublicationState> {
  if (isBegun(begun)) return continued(driving, begun)
  if (begun.roots.length === 0) return begun
  await drive({ ...driving, waits: false }, { ...begun, plan: undefined })
  return readState(ledger)
}

/** Whether something of it is on its way. A plan alone gives way to a later one. */
function isBegun({ open, roots }: PublicationState): boolean {
  return open.length > 0 || roots.some(({ status }) => status === 'pending')
}

/** A root that waits for its window or for money holds up no later one. */
async function continued(driving: Driving, state: PublicationState): Promise<PublicationState> {
  try {
    return (await drive({ ...driving, waits: false }, state)).state
  } catch (error) {
    // Its transaction can't be sent: the next plan may bring what it lacks.
    if (!(error instanceof HeadwaterError) || error.code !== 'publish.refused') throw error
    return state
  }
}

async function planned(
  driving: Driving,
  state: PublicationState,
  { before: _, ...plan }: RootPlan,
  { again }: Pick<PublishOptions, 'again'>,
): Promise<PublicationState> {
  const { epoch } = plan
  const stage = stageOf(state, epoch)
  if (stage === 'disabled' && !again)
    fail('publish.disabled', `The guardian disabled the root of epoch ${epoch}.`, { data: { epoch } })
  if (state.handedOver === epoch && !again)
    fail('publish.handedOver', `The transactions of epoch ${epoch} were written for another signer.`, {
      data: { epoch },
    })
  const isPlanned = state.plan?.epoch === epoch && state.handedOver !== epoch
  if (isPlanned || (stage !== undefined && stage !== 'disabled' && stage !== 'planned')) return state
  const event: PublicationEvent = {
    type: 'RootPlanned',
    data: { ...plan, totals: plan.totals.map((total) => ({ ...total })) },
  }
  await driving.stream.append(state.revision, event)
  return evolve(state, event)
}

function outcome(state: PublicationState, { epoch, root }: RootPlan, ended: Driven['ended']): Published {
  return {
    epoch,
    root,
    stage: stageOf(state, epoch) ?? 'disabled',
    index: state.roots.findLast((one) => one.epoch === epoch)?.index,
    waitsFor: ended.do === 'done' ? null : ended,
    sameAs: undefined,
  }
}
