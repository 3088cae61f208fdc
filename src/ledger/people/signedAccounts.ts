/** Accounts that payees bind by a signature: what was signed is kept, with who asked for it. */
import { z } from 'zod'
import { fail } from '../../errors.ts'
import { accountOfPayeeId, formatAccount, parseAccount } from '../../events/account.ts'
import type { PayeeId } from '../../events/ids.ts'
import { formatTime } from '../../events/time.ts'
import { peopleEvents, readPeopleEvent } from '../../log/people/index.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { accountOn, lastNotice, type Registry } from '../../registry/index.ts'
import { decodeCursor, encodeCursor } from '../../service/cursor.ts'
import { pageItemsDefault } from '../../service/headwater.ts'
import type { AccountChange, LinkQuery, People, PeopleServed } from '../../service/people.ts'
import type { Engines } from '../engines.ts'
import type { Parts } from '../openParts.ts'
import type { RunningWork } from '../runningWork.ts'
import type { PeopleLog } from './bookedLinks.ts'

const place = z.number().int().nonnegative()

export function accountMethods(
  work: RunningWork<Parts>,
  { booked, append }: PeopleLog,
  { events, audit }: Engines,
): Pick<People, 'accountChanges'> & Pick<PeopleServed, 'noteSigned'> {
  return {
    noteSigned: (signed) =>
      booked(async (parts) => {
        const account = parseAccount(signed.account)
        const own = accountOfPayeeId(signed.payee)
        if (own?.chain === account.chain)
          fail('payee.accountFixed', `The payee ${signed.payee} is itself its account on ${own.chain}.`)
        const payee = parts.registry.payees.get(signed.payee as PayeeId)
        const before = payee && accountOn(payee, account.chain)
        const data = {
          ...signed,
          account: formatAccount(account),
          before: before === undefined ? null : `${account.chain}:${before}`,
        }
        await append(parts, { type: peopleEvents.AccountSigned.type, data })
        const { askedBy, ledger: _, signature: __, ...facts } = signed
        await audit.record('account.signed', { kind: 'payee', name: askedBy }, facts)
      }),
    accountChanges: ({ cursor, limit = pageItemsDefault, payee }: LinkQuery = {}) =>
      work.upToDate(async ({ registry }) => {
        const from = cursor === undefined ? 0 : decodeCursor(cursor, place)
        const items: AccountChange[] = []
        for await (const event of readWhole(events, streams.people, from)) {
          const { type, data } = readPeopleEvent(event)
          if (type !== 'AccountSigned' || (payee !== undefined && data.payee !== payee)) continue
          if (items.length === limit) return { items, next: encodeCursor(event.revision) }
          const { ledger: _, ...fields } = data
          items.push({ at: event.recordedAt, ...fields, ...standing(registry, data) })
        }
        return { items, next: null }
      }),
  }
}

/** How an account that signed stands now. */
function standing(
  registry: Registry,
  { payee: id, account: text }: { readonly payee: string; readonly account: string },
): Pick<AccountChange, 'bound' | 'payableFrom'> {
  const { chain, address } = parseAccount(text)
  const payee = registry.payees.get(id as PayeeId)
  const last = payee && lastNotice(payee, chain)
  if (last?.address !== address) return { bound: false, payableFrom: null }
  return { bound: true, payableFrom: last.payableFrom === 0 ? null : formatTime(last.payableFrom) }
}
