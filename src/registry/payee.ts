/** Payees in the registry. A payee exists once an event names it; only a new id that prints like another is refused. */
import {
  type Account,
  type AccountAddress,
  accountOfPayeeId,
  type ChainId,
  formatAccount,
  parseAccount,
  toChecksumAddress,
} from '../events/account.ts'
import type { PayeeId } from '../events/ids.ts'
import { formatTime, type Micros, parseTime } from '../events/time.ts'
import type { Json, Recording, RegistryDefinition } from './definition.ts'
import type { AccountBinding, Payee, Registry } from './model.ts'
import { assetsPaying, type Reach } from './paying.ts'
import { checkedPayee } from './require.ts'
import type { RegistryState } from './state.ts'

export const payeeRegistered: RegistryDefinition<'io.headwater.payee.registered'> = {
  decide(event, registry, recording) {
    return withNotice(event, checkedPayee(registry, event.data.payee), recording)
  },
  reach: ({ data }, registry, now) => reachOfBinding(data, registry, now),
  evolve: (state, { data }, revision) => bindPayee(state, data, revision),
  payload: ({ account, payableFrom, ...rest }) =>
    account === undefined ? rest : { ...rest, ...bindingPayload(account, payableFrom) },
  text: { stored: storedBinding, sorted: sortedBinding },
  read: ({ account, payableFrom, ...rest }: Json) =>
    ({ ...rest, ...(account !== undefined && readBinding(account, payableFrom)) }) as {
      payee: PayeeId
      name?: string
      account?: Account
      payableFrom?: Micros
    },
  asSent: ({ payableFrom: _, ...data }) => data,
}

export const payeeBound: RegistryDefinition<'io.headwater.payee.bound'> = {
  decide(event, registry, recording) {
    return withNotice(event, checkedPayee(registry, event.data.payee), recording)
  },
  reach: ({ data }, registry, now) => reachOfBinding(data, registry, now),
  evolve: (state, { data }, revision) => bindPayee(state, data, revision),
  payload: ({ payee, account, payableFrom }) => ({ payee, ...bindingPayload(account, payableFrom) }),
  text: { stored: storedBinding, sorted: sortedBinding },
  read: ({ payee, account, payableFrom }) => ({
    payee: payee as PayeeId,
    ...readBinding(account, payableFrom),
  }),
  asSent: ({ payableFrom: _, ...data }) => data,
}

/** The fact of an event that may bind an account. Binding the account that is bound already starts no new notice. */
function withNotice<Event extends { readonly data: Binding }>(
  event: Event,
  payee: Payee | undefined,
  { payableFrom: due }: Recording,
): Event {
  const { payee: id, account } = event.data
  if (account === undefined) return event
  if (payee === undefined && due === undefined) return event
  const own = accountOfPayeeId(id)
  const bound = payee
    ? accountOn(payee, account.chain)
    : own?.chain === account.chain
      ? own.address
      : undefined
  const standing = payee && lastNotice(payee, account.chain)?.payableFrom
  const payableFrom = bound === account.address ? standing : due
  return payableFrom ? { ...event, data: { ...event.data, payableFrom } } : event
}

/** Another account gets what recorded calls pay, where the payee had one before. */
function reachOfBinding({ payee, account }: Binding, registry: Registry, now: Micros): Reach | undefined {
  const known = account && registry.payees.get(payee)
  const bound = known && accountOn(known, account.chain)
  if (bound === undefined || bound === account?.address) return undefined
  const assets = assetsPaying(registry, payee)
  return { kind: 'account', ...(assets && { assets }), calls: 'all', from: 0, before: now }
}

/** The account that a payee has on a chain, and its notice. With `revision`, only events up to that one count. */
export function lastNotice(
  { bindings }: Payee,
  chain: ChainId,
  revision: number = Number.POSITIVE_INFINITY,
): AccountBinding | undefined {
  return bindings.findLast((binding) => binding.chain === chain && binding.revision <= revision)
}

/** The payee's account on a chain, whatever its notice. With `revision`, only events up to that one count. */
export function accountOn(payee: Payee, chain: ChainId, revision?: number): AccountAddress | undefined {
  const bound = lastNotice(payee, chain, revision)
  if (bound !== undefined) return bound.address
  const own = accountOfPayeeId(payee.id)
  return own?.chain === chain ? own.address : undefined
}

/**
 * Payees for which an account of an eip155 chain speaks at a moment: those that it is bound to, and, while the account
 * bound last still has its notice, those that it was bound to before that notice. In the order recorded, payees whose id is the
 * account first.
 */
export function payeesOfAccount(registry: Registry, account: Account, now: Micros): PayeeId[] {
  const { chain, address } = account
  const digits = address.slice(2)
  const spellings = [address, toChecksumAddress(address), `0x${digits.toUpperCase()}`]
  const own = spellings.map((spelling) => `${chain}:${spelling}` as PayeeId)
  const known = [...new Set(own)].filter((id) => registry.payees.has(id))
  const bound = [...registry.payeesEverBound(account)].filter((id) => {
    const payee = registry.payees.get(id)!
    const onChain = payee.bindings.filter((binding) => binding.chain === chain)
    const last = onChain.at(-1)
    if (last?.address === address) return true
    if (last === undefined || last.payableFrom <= now) return false
    const before = onChain.findLast((binding) => binding.payableFrom <= now) ?? onChain[0]!
    return before.address === address
  })
  return [...new Set([...known, ...bound])]
}

function bindingPayload(account: Account, payableFrom: Micros | undefined): Json {
  return {
    account: formatAccount(account),
    ...(payableFrom !== undefined && { payableFrom: formatTime(payableFrom) }),
  }
}

function storedBinding({ payee, name, account, payableFrom }: Binding): string {
  const named = `"payee":${JSON.stringify(payee)}${name === undefined ? '' : `,"name":${JSON.stringify(name)}`}`
  if (account === undefined) return named
  const notice = payableFrom === undefined ? '' : `,"payableFrom":"${formatTime(payableFrom)}"`
  return `${named},"account":${JSON.stringify(formatAccount(account))}${notice}`
}

function sortedBinding({ payee, name, account, payableFrom }: Binding): string {
  const bound = account === undefined ? '' : `"account":${JSON.stringify(formatAccount(account))},`
  const named = name === undefined ? '' : `"name":${JSON.stringify(name)},`
  const isNoticed = account !== undefined && payableFrom !== undefined
  const notice = isNoticed ? `"payableFrom":"${formatTime(payableFrom)}",` : ''
  return `${bound}${named}${notice}"payee":${JSON.stringify(payee)}`
}

function readBinding(account: unknown, payableFrom: unknown): { account: Account; payableFrom?: Micros } {
  return {
    account: parseAccount(account as string),
    ...(payableFrom !== undefined && { payableFrom: parseTime(payableFrom as string) }),
  }
}

/** A payee with its accounts. It is replaced where it changes. */
export class PayeeState implements Payee {
  readonly id: PayeeId
  readonly name?: string
  readonly bindings: readonly AccountBinding[]

  constructor(id: PayeeId, name: string | undefined, bindings: readonly AccountBinding[]) {
    this.id = id
    if (name !== undefined) this.name = name
    this.bindings = bindings
  }

  get accounts(): ReadonlyMap<ChainId, AccountAddress> {
    const own = accountOfPayeeId(this.id)
    const accounts = new Map(own && [[own.chain, own.address]])
    for (const { chain, address } of this.bindings) accounts.set(chain, address)
    return accounts
  }
}

/** Shared by all payees without one. */
const noBindings: readonly AccountBinding[] = []

/** Enters a payee that an event names, if it is new. If its id is an account, it has that account. */
export function namePayee(state: RegistryState, id: PayeeId): void {
  if (!state.payees.has(id)) state.payees.add(id, new PayeeState(id, undefined, noBindings))
}

/** A payee that no registry event names: postings name payees too. If its id is an account, it has that account. */
export function unnamedPayee(id: PayeeId): Payee {
  return new PayeeState(id, undefined, noBindings)
}

interface Binding {
  readonly payee: PayeeId
  readonly name?: string
  readonly account?: Account
  readonly payableFrom?: Micros
}

function bindPayee(
  { payees }: RegistryState,
  { payee: id, name, account, payableFrom = 0 }: Binding,
  revision: number,
): void {
  const known = payees.get(id)
  const before = known?.bindings ?? noBindings
  const bindings = account ? [...before, { ...account, payableFrom, revision }] : before
  const payee = new PayeeState(id, name ?? known?.name, bindings)
  if (known === undefined) payees.add(id, payee)
  else payees.replace(id, payee)
}
