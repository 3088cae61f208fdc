/** What one event must hold across its fields, whatever the registry knows. Paths are JSON pointers. */
import { fail } from '../errors.ts'
import { formatShare, sharePartsWhole } from '../money/share.ts'
import { accountOfPayeeId } from './account.ts'
import type { EventData, WireEvent } from './events.ts'
import type { EventType } from './schemas.ts'

type Rules = { readonly [Type in EventType]?: (data: EventData<Type>) => void }

const rules: Rules = {
  'io.headwater.currency.registered': (data) => bothOrNeither(data, 'chain', 'token'),
  'io.headwater.payee.registered': checkOwnAccount,
  'io.headwater.payee.bound': checkOwnAccount,
  'io.headwater.version.released': (data) => {
    checkPayeesOnce(data.holders, 'holders')
    checkPayeesOnce(data.contributors, 'contributors')
    checkSharesWhole(data)
  },
  'io.headwater.rate.set': (data) => {
    if (data.perCall === undefined && data.perMillion === undefined) {
      fail('rate.empty', 'A rate has at least one price, in perCall or in perMillion.', { path: '/data' })
    }
  },
  'io.headwater.call.metered': (data) => bothOrNeither(data, 'amount', 'currency'),
}

/** @throws HeadwaterError of the first rule that does not hold */
export function checkRules(type: WireEvent['type'], data: unknown): void {
  const rule = rules[type] as ((data: unknown) => void) | undefined
  rule?.(data)
}

function bothOrNeither<Data extends object>(
  data: Data,
  one: keyof Data & string,
  other: keyof Data & string,
): void {
  if ((data[one] === undefined) === (data[other] === undefined)) return
  const [given, missing] = data[one] === undefined ? [other, one] : [one, other]
  fail('event.missing', `${given} comes with ${missing}: both or neither.`, { path: `/data/${missing}` })
}

/** A payee id that is an account has that one on its chain, and no other can be bound there. */
function checkOwnAccount(data: EventData<'io.headwater.payee.registered'>): void {
  if (data.account === undefined) return
  const own = accountOfPayeeId(data.payee)
  if (own === undefined || own.chain !== data.account.chain || own.address === data.account.address) return
  fail(
    'payee.accountFixed',
    `The payee ${data.payee} is itself its account on ${own.chain}; no other can be bound there.`,
    {
      path: '/data/account',
    },
  )
}

function checkPayeesOnce(list: readonly { readonly payee: string }[] | undefined, name: string): void {
  const seen = new Set<string>()
  list?.forEach(({ payee }, index) => {
    if (seen.has(payee)) {
      fail('release.payeeTwice', `${name} names the payee ${JSON.stringify(payee)} twice.`, {
        path: `/data/${name}/${index}/payee`,
      })
    }
    seen.add(payee)
  })
}

function checkSharesWhole(data: EventData<'io.headwater.version.released'>): void {
  if (data.contributors !== undefined && data.contributorShare === undefined) {
    fail(
      'release.contributorsWithoutShare',
      'contributors are listed and no contributorShare says what they divide.',
      {
        path: '/data/contributors',
      },
    )
  }
  // With neither given the owner holds all of it.
  if (data.holders === undefined && data.contributorShare === undefined) return
  const holders = (data.holders ?? []).reduce((sum, { share }) => sum + share, 0)
  const total = holders + (data.contributorShare ?? 0)
  if (total !== sharePartsWhole) {
    fail(
      'release.sharesNotWhole',
      `Holder shares and contributorShare add up to ${formatShare(total)}, not to 1.`,
      {
        path: data.holders === undefined ? '/data/contributorShare' : '/data/holders',
        data: { total: formatShare(total) },
      },
    )
  }
}
