/** A publication to one distributor as its stream of events tells it: the plan, the transactions, the roots. Pure. */
import type { PublicationEvent } from '../../log/publication/index.ts'

type Data<Type extends PublicationEvent['type']> = Extract<PublicationEvent, { type: Type }>['data']
export type Planned = Data<'RootPlanned'>
export type SignedVersion = Data<'TransactionSigned'>
type Submitted = Data<'RootSubmitted'>

export type RootStatus = 'pending' | 'active' | 'disabled'

export interface KnownRoot extends Submitted {
  readonly status: RootStatus
}

/** A transaction whose nonce is not settled: the versions of it that were signed, the last one last. */
export interface OpenTransaction {
  readonly from: string
  readonly nonce: number
  readonly versions: readonly SignedVersion[]
}

export interface PublicationState {
  /** Of the last event; -1 for none. */
  readonly revision: number
  /** The highest settled block that an event is about. */
  readonly block: number
  /** What was planned last. */
  readonly plan: Planned | undefined
  /** The last plan of each epoch. */
  readonly plans: ReadonlyMap<number, Planned>
  /** Every token that a plan declared. */
  readonly tokens: readonly string[]
  /** By nonce, ascending. */
  readonly open: readonly OpenTransaction[]
  /** Roots of the contract in its order. Their indexes begin at 1. */
  readonly roots: readonly KnownRoot[]
  /** The epoch whose transactions another signer has, and which the contract does not show yet. */
  readonly handedOver: number | undefined
  /** Transactions of the plan that the contract refused. */
  readonly reverted: number
}

export const initialPublication: PublicationState = {
  revision: -1,
  block: 0,
  plan: undefined,
  plans: new Map(),
  tokens: [],
  open: [],
  roots: [],
  handedOver: undefined,
  reverted: 0,
}

/** Total: every event that was recorded is taken. */
export function evolve(before: PublicationState, event: PublicationEvent): PublicationState {
  const block = 'block' in event.data ? Math.max(before.block, event.data.block) : before.block
  return { ...before, revision: before.revision + 1, block, ...changes(before, event) }
}

function changes(state: PublicationState, { type, data }: PublicationEvent): Partial<PublicationState> {
  switch (type) {
    case 'RootPlanned':
      return {
        plan: data,
        plans: new Map([...state.plans, [data.epoch, data]]),
        tokens: withTokens(state.tokens, data),
        handedOver: undefined,
        reverted: 0,
      }
    case 'TransactionSigned':
      return { open: withVersion(state.open, data) }
    case 'TransactionMined':
      return {
        open: without(state.open, data),
        reverted: data.succeeded ? 0 : state.reverted + 1,
      }
    case 'TransactionReplaced':
      return { open: without(state.open, data) }
    case 'TransactionsHandedOver':
      return { handedOver: data.purposes.includes('submit') ? data.epoch : state.handedOver }
    case 'RootSubmitted':
      return {
        roots: [...state.roots, { ...data, status: 'pending' }],
        handedOver: state.handedOver === data.epoch ? undefined : state.handedOver,
      }
    case 'RootActivated':
      return { roots: withStatus(state.roots, data.index, 'active') }
    case 'RootDisabled': {
      const wasPlanned = rootAt(state, data.index)?.epoch === state.plan?.epoch
      return {
        roots: withStatus(state.roots, data.index, 'disabled'),
        // The guardian decided otherwise: only a new plan submits that root again.
        plan: wasPlanned ? undefined : state.plan,
      }
    }
    case 'RootsVanished':
      // The blocks of the other branch count again from there, so the highest one that was seen says nothing any more.
      return { roots: state.roots.slice(0, data.index - 1), block: data.block }
  }
}

function withTokens(tokens: readonly string[], { totals }: Planned): string[] {
  return [...new Set([...tokens, ...totals.map(({ token }) => token)])].sort()
}

type Nonce = Pick<OpenTransaction, 'from' | 'nonce'>

function withVersion(open: readonly OpenTransaction[], version: SignedVersion): OpenTransaction[] {
  const { from, nonce } = version
  const before = open.find((one) => isSame(one, version))
  const versions = [...(before?.versions ?? []), version]
  return [...without(open, version), { from, nonce, versions }].sort((a, b) => a.nonce - b.nonce)
}

function without(open: readonly OpenTransaction[], nonce: Nonce): OpenTransaction[] {
  return open.filter((one) => !isSame(one, nonce))
}

function isSame(one: Nonce, other: Nonce): boolean {
  return one.from === other.from && one.nonce === other.nonce
}

function withStatus(roots: readonly KnownRoot[], index: number, status: RootStatus): KnownRoot[] {
  return roots.map((root) => (root.index === index ? { ...root, status } : root))
}

export function rootAt({ roots }: Pick<PublicationState, 'roots'>, index: number): KnownRoot | undefined {
  return roots[index - 1]
}

/** The root that payees claim against: the highest active one. */
export function highestActive({ roots }: PublicationState): KnownRoot | undefined {
  return roots.findLast(({ status }) => status === 'active')
}

/** The last root of an epoch that the guardian left standing. */
export function lastStanding({ roots }: PublicationState): KnownRoot | undefined {
  return roots.findLast(({ epoch, status }) => epoch !== null && status !== 'disabled')
}

/** Where the root of an epoch is on its way. */
export function stageOf(
  { plan, open, roots }: PublicationState,
  epoch: number,
): 'planned' | 'sent' | RootStatus | undefined {
  const root = roots.findLast((one) => one.epoch === epoch)
  if (root !== undefined) return root.status
  if (open.some(({ versions }) => versions.some((one) => one.purpose === 'submit' && one.epoch === epoch)))
    return 'sent'
  return plan?.epoch === epoch ? 'planned' : undefined
}
