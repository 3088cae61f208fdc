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
import type { Json, RegistryDefinition } from './definition.ts'
import { checkPayee, recorded } from './require.ts'
import type { SnapshotSection } from './snapshotSection.ts'
import type { RegistryState } from './state.ts'

export const payeeRegistered: RegistryDefinition<'io.headwater.payee.registered'> = {
  decide(event, registry) {
    checkPayee(registry, event.data.payee)
    return event
  },
  evolve: (state, { data }) => bindPayee(state, data),
  payload: ({ account, ...rest }) =>
    account === undefined ? rest : { ...rest, account: formatAccount(account) },
  read: ({ account, ...rest }: Json) =>
    ({ ...rest, ...(account !== undefined && { account: parseAccount(account as string) }) }) as {
      payee: PayeeId
      name?: string
      account?: Account
    },
}

export const payeeBound: RegistryDefinition<'io.headwater.payee.bound'> = {
  decide(event, registry) {
    checkPayee(registry, event.data.payee)
    return event
  },
  evolve: (state, { data }) => bindPayee(state, data),
  payload: ({ payee, account }) => ({ payee, account: formatAccount(account) }),
  read: ({ payee, account }) => ({ payee: payee as PayeeId, account: parseAccount(account as string) }),
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
}

function bindPayee(state: RegistryState, { payee: id, name, account }: Binding): void {
  namePayee(state, id)
  const payee = recorded(state.payees, id)
  if (name !== undefined) payee.name = name
  if (account !== undefined) payee.accounts = new Map(payee.accounts).set(account.chain, account.address)
}
