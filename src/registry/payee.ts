/** Payees in the registry. A payee exists once an event names it; only a new id that prints like another is refused. */
import {
  type Account,
  type AccountAddress,
  accountOfPayeeId,
  type ChainId,
  formatAccount,
  parseAccount,
} from '../events/account.ts'
import type { PayeeId } from '../events/ids.ts'
import { formatTime, type Micros, parseTime } from '../events/time.ts'
import type { Json, Recording, RegistryDefinition } from './definition.ts'
import type { AccountNotice, Payee, Registry } from './model.ts'
import { assetsPaying, type Reach } from './paying.ts'
import { checkPayee, recorded } from './require.ts'
import type { SnapshotSection } from './snapshotSection.ts'
import type { RegistryState } from './state.ts'

export const payeeRegistered: RegistryDefinition<'io.headwater.payee.registered'> = {
  decide(event, registry, recording) {
    checkPayee(registry, event.data.payee)
    return withNotice(event, registry, recording)
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
    checkPayee(registry, event.data.payee)
    return withNotice(event, registry, recording)
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
  registry: Registry,
  { payableFrom: due }: Recording,
): Event {
  const { payee: id, account } = event.data
  if (account === undefined) return event
  const own = accountOfPayeeId(id)
  const payee = registry.payees.get(id)
  const bound = payee?.accounts.get(account.chain) ?? (own?.chain === account.chain ? own.address : undefined)
  const standing = payee && lastNotice(payee, account.chain)?.payableFrom
  const payableFrom = bound === account.address ? standing : due
  return payableFrom ? { ...event, data: { ...event.data, payableFrom } } : event
}

/** Another account gets what recorded calls pay, where the payee had one before. */
function reachOfBinding({ payee, account }: Binding, registry: Registry, now: Micros): Reach | undefined {
  const bound = account && registry.payees.get(payee)?.accounts.get(account.chain)
  if (bound === undefined || bound === account?.address) return undefined
  const assets = assetsPaying(registry, payee)
  return { kind: 'account', ...(assets && { assets }), calls: 'all', from: 0, before: now }
}

/** The notice of the account that a payee has on a chain. With `revision`, only events up to that one count. */
export function lastNotice(
  { notices }: Payee,
  chain: ChainId,
  revision: number = Number.POSITIVE_INFINITY,
): AccountNotice | undefined {
  return notices?.get(chain)?.findLast((notice) => notice.revision <= revision)
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

export const payeeSection: SnapshotSection = {
  write(writer, { payees }) {
    writer.list(payees.values(), payees.size, ({ id, name, accounts }) => {
      writer.text(id)
      writer.text(name)
      writer.list(accounts, accounts.size, ([chain, address]) => {
        writer.text(chain)
        writer.text(address)
      })
    })
  },
  read(reader, state) {
    reader.list(() => {
      const id = reader.text<PayeeId>()
      const name = reader.optionalText()
      const entries = reader.list(() => [reader.text<ChainId>(), reader.text<AccountAddress>()] as const)
      const accounts = entries.length === 0 ? noAccounts : new Map(entries)
      state.payees.set(id, { id, ...(name !== undefined && { name }), accounts })
    })
  },
}

/** The notices of accounts, which only some ledgers have. */
export const noticeSection: SnapshotSection = {
  write(writer, { payees }) {
    const noticed = [...payees.values()].filter(({ notices }) => notices !== undefined)
    writer.list(noticed, noticed.length, ({ id, notices }) => {
      writer.text(id)
      writer.list(notices!, notices!.size, ([chain, list]) => {
        writer.text(chain)
        writer.list(list, list.length, ({ payableFrom, revision }) => {
          writer.int(payableFrom)
          writer.int(revision)
        })
      })
    })
  },
  read(reader, state) {
    reader.list(() => {
      const payee = recorded(state.payees, reader.text<PayeeId>())
      const notice = () => ({ payableFrom: reader.int(), revision: reader.int() })
      payee.notices = new Map(reader.list(() => [reader.text<ChainId>(), reader.list(notice)] as const))
    })
  },
}

/** Shared by all payees without an account. */
const noAccounts: ReadonlyMap<ChainId, AccountAddress> = new Map()

/** Enters a payee that an event names, if it is new. If its id is an account, it has that account. */
export function namePayee(state: RegistryState, id: PayeeId): void {
  if (state.payees.has(id)) return
  const own = accountOfPayeeId(id)
  state.payees.set(id, { id, accounts: own ? new Map([[own.chain, own.address]]) : noAccounts })
}

interface Binding {
  readonly payee: PayeeId
  readonly name?: string
  readonly account?: Account
  readonly payableFrom?: Micros
}

function bindPayee(
  state: RegistryState,
  { payee: id, name, account, payableFrom = 0 }: Binding,
  revision: number,
): void {
  namePayee(state, id)
  const payee = recorded(state.payees, id)
  if (name !== undefined) payee.name = name
  if (account === undefined) return
  const { chain, address } = account
  payee.accounts = new Map(payee.accounts).set(chain, address)
  const before = payee.notices?.get(chain) ?? []
  if (payableFrom === 0 && before.length === 0) return
  payee.notices = new Map(payee.notices).set(chain, [...before, { payableFrom, revision }])
}
