/**
 * Drives a publication step by step until it is done or has to wait. Everything that is sent was recorded before, so a
 * process that is killed anywhere goes on where it was: it reads the stream, looks at the chain, and decides again.
 */
import { fail } from '../../errors.ts'
import type { PublicationEvent } from '../../log/publication/index.ts'
import { decide, type PublishRules, type Step, type WaitFor } from './decide.ts'
import type { Call, Distributor, SendOutcome, SignedBytes } from './port.ts'
import { evolve, type PublicationState, type SignedVersion } from './state.ts'

interface PublicationStream {
  /**
   * Appends one event after the revision. Durable when it returns.
   * @throws HeadwaterError `publish.overtaken` where another process recorded in the meantime
   */
  append(revision: number, event: PublicationEvent): Promise<void>
}

export interface Driving {
  readonly stream: PublicationStream
  readonly distributor: Distributor
  readonly rules: PublishRules
  readonly clock: () => Date
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly pollMs: number
  /** How long the driver waits for transactions before it gives up. */
  readonly timeoutMs: number
  /** Whether it waits until the window of a root is over, however long. */
  readonly waits: boolean
  /** Hears of each step. */
  readonly onStep?: ((step: Step) => void) | undefined
}

export interface Driven {
  readonly state: PublicationState
  /** `done`, or what it waits for. */
  readonly ended: Extract<Step, { do: 'done' | 'wait' }>
}

/** @throws HeadwaterError `publish.*`, `chain.*` */
export async function drive(driving: Driving, from: PublicationState): Promise<Driven> {
  const { clock, sleep, pollMs } = driving
  const outcomes = new Map<string, SendOutcome>()
  const begun = clock().getTime()
  let state = from
  for (;;) {
    const seen = await driving.distributor.look(whatToLookAt(state, driving.rules.signer))
    let step = decide(state, seen, driving.rules, { now: clock().getTime(), outcomes })
    // Events do not change the chain, so the same look serves them all.
    while (step.do === 'record') {
      driving.onStep?.(step)
      state = await record(driving, state, step.event)
      step = decide(state, seen, driving.rules, { now: clock().getTime(), outcomes })
    }
    driving.onStep?.(step)
    if (step.do === 'done') return { state, ended: step }
    if (step.do === 'halt') return failHalted(step)
    if (step.do === 'wait') {
      if (!isWorthWaiting(step, driving)) return { state, ended: step }
      if (step.for !== 'window' && clock().getTime() - begun > driving.timeoutMs)
        return { state, ended: step }
      await sleep(pollMs)
      continue
    }
    state = await send(driving, state, step, outcomes)
    await sleep(pollMs)
  }
}

type Sending = Extract<Step, { do: 'send' | 'sign' | 'reprice' }>

/** Records what it signs before it sends it. */
async function send(
  driving: Driving,
  before: PublicationState,
  step: Sending,
  outcomes: Map<string, SendOutcome>,
): Promise<PublicationState> {
  let state = before
  let version: SignedVersion
  if (step.do === 'send') version = step.version
  else {
    version = await sign(driving, state, step)
    state = await record(driving, state, { type: 'TransactionSigned', data: version })
  }
  outcomes.set(version.hash, await driving.distributor.send(version.raw))
  return state
}

async function sign(
  { distributor, clock, rules }: Driving,
  { plan }: PublicationState,
  step: Extract<Step, { do: 'sign' | 'reprice' }>,
): Promise<SignedVersion> {
  const fees = {
    maxFeePerGas: step.fees.maxFeePerGas.toString(),
    maxPriorityFeePerGas: step.fees.maxPriorityFeePerGas.toString(),
  }
  const at = clock().toISOString()
  if (step.do === 'reprice') {
    const signed = await distributor.reprice(step.version.raw, step.fees)
    return { ...step.version, ...fees, ...signed, at }
  }
  const { call, nonce } = step
  const gas = await distributor.estimate(call)
  const signed: SignedBytes = await distributor.sign({ call, nonce, fees: step.fees, gas })
  const epoch = plan?.epoch ?? 1
  const about = { purpose: call.purpose, epoch, ...tokenOf(call), from: rules.signer!, nonce }
  return { ...about, ...fees, gas: gas.toString(), ...signed, at }
}

function tokenOf(call: Call): { token?: string } {
  return call.purpose === 'approve' || call.purpose === 'fund' ? { token: call.token } : {}
}

async function record({ stream }: Driving, state: PublicationState, event: PublicationEvent) {
  await stream.append(state.revision, event)
  return evolve(state, event)
}

const worthWaiting: ReadonlySet<WaitFor> = new Set(['mining', 'confirmations', 'feeLimit'])

function isWorthWaiting(step: Extract<Step, { do: 'wait' }>, { waits }: Driving): boolean {
  return worthWaiting.has(step.for) || (waits && (step.for === 'window' || step.for === 'funding'))
}

export function whatToLookAt({ plan, open, roots }: PublicationState, signer: string | undefined) {
  return {
    tokens: plan?.totals.map(({ token }) => token) ?? [],
    signer,
    open,
    rootsFrom: roots.length + 1,
    standing: roots.filter(({ status }) => status !== 'disabled').map(({ index }) => index),
  } satisfies Parameters<Distributor['look']>[0]
}

function failHalted({ why, index }: Extract<Step, { do: 'halt' }>): never {
  switch (why) {
    case 'foreignRoot':
      return fail(
        'publish.foreignRoot',
        `The distributor has a root at index ${index} that no epoch of this ledger has.`,
        {
          data: { index: index! },
        },
      )
    case 'otherTotals':
      return fail(
        'publish.otherTotals',
        `The root at index ${index} of the distributor is of this ledger, and does not declare the totals that were planned.`,
        { data: { index: index! } },
      )
    case 'rootVanished':
      return fail(
        'publish.rootVanished',
        `The distributor does not show the root at index ${index} that it showed before.`,
        { data: { index: index! } },
      )
    case 'reverted':
      return fail(
        'publish.reverted',
        'The distributor refused the transaction although a trial run succeeded.',
      )
  }
}
