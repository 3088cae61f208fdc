/** What every `BooksStore` promises. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lotObject } from '../../../src/books/lots.ts'
import type {
  BalanceLine,
  BalanceStanding,
  BooksStore,
  CallSumLine,
  EarningLine,
  PayoutLine,
  TakeLine,
  VersionFlowLine,
} from '../../../src/books/port.ts'
import type { StateKind, StateLine } from '../../../src/books/stateLine.ts'
import type { EpochKey } from '../../../src/log/keys.ts'
import { ledgerUnits, storedAtoms } from '../../../src/money/ledgerUnits.ts'
import { collect } from '../../support/collect.ts'
import { epochLines } from '../../support/epochLines.ts'
import { id, type PlainIds, withIds } from '../../support/id.ts'
import { linesOfRows } from '../../support/lineRows.ts'
import { noContracts } from '../../support/noContracts.ts'
import { listOfLots } from '../../support/payeeLots.ts'
import { type OpenStore, uniqueKey } from '../support/store.ts'

const huge = (1n << 256n) - 1n
const high = (1n << 255n) - 1n
const low = -(1n << 255n)

export function booksContract(name: string, open: OpenStore): void {
  describe(`books: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let books: BooksStore
    beforeAll(async () => {
      store = await open()
      books = store.usage.books
    })
    afterAll(() => store.dispose())

    it('reads the lines of an epoch as they were written', async () => {
      const key = newKey(1)
      const balances = [
        balance('alice', {
          earned: ledgerUnits(high),
          late: ledgerUnits(1n),
          paid: ledgerUnits(1n << 64n),
          account: '0xab',
          carried: ledgerUnits(0n),
        }),
        balance('alice', { currency: 'USD', carried: ledgerUnits(low) }),
        balance('bob', {
          adjusted: ledgerUnits(-1n),
          received: ledgerUnits(low),
          diverted: ledgerUnits(high),
          posted: ledgerUnits(-(1n << 128n)),
          withheld: ledgerUnits(2n),
          reserved: ledgerUnits(3n),
        }),
        balance("bob's \\ \0 payee"),
      ]
      const payouts = [payout('0xaa', 1n), payout('0xbb', huge)]
      const earnings = [
        earning('alice', { asset: '', version: '', role: 'fee' }),
        earning('alice'),
        earning('bob'),
      ]
      const flows = [flow('dataset:d', 9n), flow('model:m', low)]
      const callSums = [callSum('dataset:d', 7n), callSum('model:m', huge)]
      const states = [
        state('clause', 'advance', low),
        state('edge', 'model:m 1', high),
        state('lot', 'ann', 0n),
      ]
      const takes = [take('advance', -1n), take('lien', high)]
      await books.write(key, epochLines({ balances, payouts, earnings, flows, callSums, states, takes }))
      expect(await collect(books.epochStates(key))).toEqual(states)
      expect(await collect(books.epochTakes(key))).toEqual(takes)
      expect(await collect(books.epochBalances(key))).toEqual(balances)
      expect(await collect(books.epochPayouts(key))).toEqual(payouts)
      expect(await collect(books.epochEarnings(key))).toEqual(earnings)
      expect(await collect(books.epochFlows(key))).toEqual(flows)
      expect(await collect(books.epochCallSums(key))).toEqual(callSums)
    })

    it('keeps which epochs the log has, each note once', async () => {
      const [first, second] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string]
      const notes = [
        { epoch: 901, manifestHash: first },
        { epoch: 902, manifestHash: second },
      ]
      await books.seal([])
      await books.seal(notes)
      await books.seal(notes)
      await books.seal([{ epoch: 901, manifestHash: second }])
      const known = (await books.sealed()).filter(({ epoch }) => epoch > 900)
      expect(known).toEqual([notes[0], { epoch: 901, manifestHash: second }, notes[1]])
    })

    it('sorts payees as UTF-8 bytes', async () => {
      const key = newKey(1)
      // In UTF-16 order the last two would be the other way round.
      const payees = ['', 'A', 'Z', 'a', 'ab', 'é', '\uffee', '\u{10000}']
      await books.write(key, epochLines({ balances: [...payees].reverse().map((payee) => balance(payee)) }))
      expect((await collect(books.epochBalances(key))).map((line) => line.payee)).toEqual(payees)
      expect((await collect(books.eachBalance([key]))).map((line) => line.payee)).toEqual(payees)
    })

    it('adds nothing when the same lines are written again', async () => {
      const key = newKey(3)
      const same = epochLines({
        balances: [balance('a')],
        payouts: [payout('0x1', 1n)],
        flows: [flow('model:m', 1n)],
      })
      await books.write(key, same)
      await books.write(key, same)
      expect(await collect(books.epochBalances(key))).toHaveLength(1)
      expect(await collect(books.epochFlows(key))).toHaveLength(1)
    })

    it('does not count attempts that no closed epoch names', async () => {
      const [stray, closed] = [newKey(1), newKey(1)]
      await books.write(
        stray,
        epochLines({
          balances: [balance('a', { carried: ledgerUnits(100n) })],
          payouts: [payout('0x1', 100n)],
        }),
      )
      await books.write(
        closed,
        epochLines({ balances: [balance('a', { carried: ledgerUnits(7n) })], payouts: [payout('0x1', 7n)] }),
      )
      expect(await collect(books.eachBalance([closed]))).toEqual([
        { payee: 'a', currency: 'EUR', balance: 7n },
      ])
      expect(await collect(books.eachPayout([closed]))).toEqual([payout('0x1', 7n)])
      expect(await collect(books.eachBalance([]))).toEqual([])
      expect(await collect(books.eachPayout([]))).toEqual([])
      expect(await collect(books.epochBalances(newKey(1)))).toEqual([])
    })

    it('gives the line of the last epoch in which it changed, in whatever order epochs are named', async () => {
      const keys = [newKey(1), newKey(2), newKey(10)]
      await books.write(
        keys[0]!,
        epochLines({
          balances: [balance('a', { carried: ledgerUnits(5n) }), balance('b', { carried: ledgerUnits(1n) })],
        }),
      )
      await books.write(
        keys[1]!,
        epochLines({
          balances: [balance('a', { carried: ledgerUnits(9n) })],
          payouts: [payout('0x1', 3n), payout('0x2', 1n)],
        }),
      )
      await books.write(keys[2]!, epochLines({ balances: [balance('a')], payouts: [payout('0x1', 4n)] }))
      for (const closed of [keys, [...keys].reverse()]) {
        expect(await collect(books.eachBalance(closed))).toEqual([
          { payee: 'a', currency: 'EUR', balance: 0n },
          { payee: 'b', currency: 'EUR', balance: 1n },
        ])
        const grown = [payout('0x1', 4n), payout('0x2', 1n)]
        expect(await collect(books.eachPayout(closed))).toEqual(grown)
        const inRows = (await collect(books.payoutRows(closed))).flatMap((rows) =>
          linesOfRows(rows, ['chain', 'account', 'token'], 'cumulative'),
        )
        expect(inRows).toEqual(grown)
        expect(await books.payoutsOf(closed, payout('0x1', 4n).account)).toEqual([payout('0x1', 4n)])
        expect(await books.payoutsOf(closed, payout('0x3', 4n).account)).toEqual([])
      }
      expect(await books.lastLines(keys, id('b'))).toEqual([
        { epoch: 1, ...balance('b', { carried: ledgerUnits(1n) }) },
      ])
      expect(await books.lastLines(keys.slice(0, 2), id('a'))).toEqual([
        { epoch: 2, ...balance('a', { carried: ledgerUnits(9n) }) },
      ])
      for (const odd of ["' OR 1 = 1 --", '', '\u{1f600}', "a') --", '\\'])
        expect(await books.lastLines(keys, id(odd))).toEqual([])
    })

    it('gives what a payee earned and was paid in all epochs, by epoch and by source', async () => {
      const keys = [newKey(1), newKey(2)]
      const other = newKey(2)
      const model = earning('ann', { asset: 'model:m', amount: ledgerUnits(-7n) })
      await books.write(
        keys[0]!,
        epochLines({
          balances: [balance('ann', { earned: ledgerUnits(5n) }), balance('bob')],
          earnings: [earning('ann', { asset: 'dataset:d', amount: ledgerUnits(5n) }), earning('bob')],
          flows: [flow('dataset:d', 9n), flow('model:m', low)],
        }),
      )
      await books.write(
        keys[1]!,
        epochLines({
          balances: [balance('ann', { carried: ledgerUnits(3n) })],
          earnings: [earning('ann', { asset: 'dataset:d', amount: ledgerUnits(1n) }), model],
          flows: [flow('dataset:d', 2n)],
        }),
      )
      await books.write(other, epochLines({ balances: [balance('ann')], earnings: [model] }))
      expect(await books.linesToDate(keys, id('ann'))).toEqual([
        { epoch: 1, ...balance('ann', { earned: ledgerUnits(5n) }) },
        { epoch: 2, ...balance('ann', { carried: ledgerUnits(3n) }) },
      ])
      const { payee: _, ...source } = earning('ann', { asset: 'dataset:d' })
      const { payee: __, ...ofModel } = model
      const all = [
        { ...ofModel, first: 2, last: 2, sources: 2 },
        { ...source, amount: ledgerUnits(6n), first: 1, last: 2, sources: 2 },
      ]
      expect(await books.earningsToDate(keys, id('ann'), 9)).toEqual(all)
      expect(await books.earningsToDate(keys, id('ann'), 1)).toEqual(all.slice(0, 1))
      expect(await books.earningsToDate(keys, id("' OR 1"), 9)).toEqual([])
      const { asset, version, currency } = flow('dataset:d', 0n)
      const versions = [flow('dataset:d', 0n), flow('model:m', 0n)]
      expect(await books.netToDate(keys, versions)).toEqual([
        { asset, version, currency, net: netOf(flow('dataset:d', 9n)) + netOf(flow('dataset:d', 2n)) },
      ])
      expect(await books.netToDate(keys, [])).toEqual([])
    })

    it('gives the state of the last epoch in which it changed, of all or of some subjects', async () => {
      const keys = [newKey(1), newKey(2), newKey(3)]
      const [clause, lot, other] = [
        state('clause', 'a', 5n),
        state('lot', 'ann', 0n),
        state('lot', 'bob', 0n),
      ]
      await books.write(keys[0]!, epochLines({ states: [clause, lot] }))
      await books.write(keys[1]!, epochLines({ states: [state('clause', 'a', -7n), other] }))
      await books.write(keys[2]!, epochLines({ states: [{ ...other, amount: ledgerUnits(0n) }] }))
      const all = [state('clause', 'a', -7n), lot, { ...other, amount: ledgerUnits(0n) }]
      expect(await collect(books.eachState([...keys].reverse()))).toEqual(all)
      expect(await collect(books.eachState(keys.slice(0, 1)))).toEqual([clause, lot])
      expect(await collect(books.eachState(keys, { kind: 'lot' }))).toEqual(all.slice(1))
      expect(await collect(books.eachState(keys, { kind: 'lot', subjects: ['ann'] }))).toEqual([lot])
      expect(await collect(books.eachState(keys, { subjects: ['ann', 'a', "' OR 1"] }))).toEqual(
        all.slice(0, 2),
      )
      expect(await collect(books.eachState([]))).toEqual([])
    })

    it('gives every line of the state of some subjects, by epoch', async () => {
      const keys = [newKey(1), newKey(2)]
      const other = newKey(3)
      const [first, second] = [state('clause', 'a', 5n), state('clause', 'a', -7n)]
      await books.write(keys[0]!, epochLines({ states: [first, state('clause', 'b', 1n)] }))
      await books.write(keys[1]!, epochLines({ states: [second, state('lot', 'a', 0n)] }))
      await books.write(other, epochLines({ states: [first] }))
      const of = (...subjects: string[]) => books.statesToDate(keys, { kind: 'clause', subjects })
      const ofA = [
        { epoch: 1, ...first },
        { epoch: 2, ...second },
      ]
      expect(await of('a')).toEqual(ofA)
      expect(await of('b', 'a')).toEqual([...ofA, { epoch: 1, ...state('clause', 'b', 1n) }])
      expect(await of("' OR 1")).toEqual([])
      expect(await books.statesToDate([], { kind: 'clause', subjects: ['a'] })).toEqual([])
    })

    it('gives lots page by page, without those of which nothing is left', async () => {
      const keys = [newKey(1), newKey(2)]
      const lot = (payee: string, epoch: number, amount = 5n): StateLine => ({
        ...{ kind: 'lot', subject: payee, object: lotObject(epoch), currency: id('EUR') },
        ...{ due: 7n, x: ledgerUnits(0n), amount: ledgerUnits(amount) },
      })
      const names = ['ann', 'bob', 'é']
      await books.write(
        keys[0]!,
        epochLines({ states: [state('clause', 'a', 1n), ...names.map((name) => lot(name, 1))] }),
      )
      await books.write(keys[1]!, epochLines({ states: [lot('bob', 1, 0n), lot('é', 1, 4n), lot('é', 2)] }))
      const standing = (payee: string, epoch: number, left = 5n) =>
        withIds({ payee, currency: 'EUR', epoch, due: 7, left: ledgerUnits(left) })
      const all = [standing('ann', 1), standing('é', 1, 4n), standing('é', 2)]
      const page = (options: object, limit = 9) => books.lotPage(keys, {}, { limit, ...options })
      expect(await page({})).toEqual(all)
      expect(await page({}, 2)).toEqual(all.slice(0, 2))
      expect(await page({ after: { payee: 'é', currency: 'EUR', epoch: 1 } })).toEqual(all.slice(2))
      expect(await books.lotPage(keys.slice(0, 1), { payee: 'bob' }, { limit: 9 })).toEqual([
        standing('bob', 1),
      ])
      expect(await books.lotPage(keys, { currency: 'USD' }, { limit: 9 })).toEqual([])
      expect(await books.lotPage([], {}, { limit: 9 })).toEqual([])
    })

    it('gives the lots of each payee as they stand, whatever the order of their lines', async () => {
      const keys = [newKey(1), newKey(2), newKey(3)]
      const lot = (payee: string, epoch: number, amount: bigint, currency = 'EUR'): StateLine => ({
        ...{ kind: 'lot', subject: payee, object: lotObject(epoch), currency: id(currency) },
        ...{ due: BigInt(epoch * 10), x: ledgerUnits(0n), amount: ledgerUnits(amount) },
      })
      const large = 2n ** 200n + 2n ** 64n
      const states = [
        [state('clause', 'a', 1n), lot('ann', 1, 5n), lot('ann', 1, 6n, 'USD'), lot('bob', 1, 7n)],
        [lot('ann', 1, 3n), lot('ann', 2, large), lot('bob', 1, 0n), lot('é', 2, 1n)],
        [lot('ann', 2, 8n), lot('ann', 3, 9n), lot('é', 2, 0n), lot('é', 3, 2n)],
      ]
      for (const at of [2, 0, 1]) await books.write(keys[at]!, epochLines({ states: states[at]! }))
      const of = (payee: string, currency: string, ...lots: readonly (readonly [number, bigint])[]) => ({
        ...{ payee, currency },
        lots: lots.map(([epoch, left]) => ({ epoch, due: epoch * 10, left })),
      })
      const standing = async (closed: readonly EpochKey[]) =>
        (await collect(books.eachLots(closed))).map(listOfLots)
      for (const closed of [keys, [...keys].reverse()]) {
        expect(await standing(closed)).toEqual([
          of('ann', 'EUR', [1, 3n], [2, 8n], [3, 9n]),
          of('ann', 'USD', [1, 6n]),
          of('é', 'EUR', [3, 2n]),
        ])
      }
      expect(await standing(keys.slice(0, 2))).toEqual([
        of('ann', 'EUR', [1, 3n], [2, large]),
        of('ann', 'USD', [1, 6n]),
        of('é', 'EUR', [2, 1n]),
      ])
      expect(await standing([])).toEqual([])
    })

    it('gives the highest balances of each currency as they stand, and the sums of all', async () => {
      const keys = [newKey(1), newKey(2)]
      const of = (payee: string, carried: bigint, currency = 'EUR') =>
        balance(payee, { carried: ledgerUnits(carried), currency: id(currency) })
      const first = [of('a', 9n), of('b', 2n), of('c', 3n), of('d', -4n), of('a', 1n, 'USD'), of('e', 0n)]
      await books.write(keys[0]!, epochLines({ balances: first }))
      await books.write(keys[1]!, epochLines({ balances: [of('a', 3n), of('d', -7n), of('f', 5n)] }))
      const { balances, totals } = await books.highestBalances(keys, 2)
      expect(balances.map(({ payee, currency, balance: units }) => [payee, currency, units])).toEqual([
        ['f', 'EUR', 5n],
        ['a', 'EUR', 3n],
        ['a', 'USD', 1n],
      ])
      expect(totals).toEqual([
        { currency: 'EUR', payees: 4, amount: 13n, owing: 1, owed: 7n },
        { currency: 'USD', payees: 1, amount: 1n, owing: 0, owed: 0n },
      ])
    })

    it('gives the balances below zero, as they stand', async () => {
      const keys = [newKey(1), newKey(2)]
      const of = (payee: string, carried: bigint) => balance(payee, { carried: ledgerUnits(carried) })
      await books.write(
        keys[0]!,
        epochLines({ balances: [of('a', -1n), of('b', -2n), of('c', 3n), of('d', -4n)] }),
      )
      await books.write(keys[1]!, epochLines({ balances: [of('a', 1n), of('c', -3n)] }))
      const owed = async (limit: number, after?: { payee: string; currency: string }) =>
        (await books.balancePage(keys, { owed: true }, { limit, ...(after && { after }) })).map(
          ({ payee, balance: units }) => [payee, units],
        )
      const all = [
        ['b', -2n],
        ['c', -3n],
        ['d', -4n],
      ]
      expect(await owed(9)).toEqual(all)
      expect(await owed(1)).toEqual(all.slice(0, 1))
      expect(await owed(9, { payee: 'b', currency: 'EUR' })).toEqual(all.slice(1))
    })

    it('gives what clauses took from a payee or gave to it', async () => {
      const key = newKey(5)
      const takes = [take('a', 1n, 'ann', 'bob'), take('b', 2n, 'bob', 'cyd'), take('c', 3n, 'cyd', 'dee')]
      await books.write(key, epochLines({ takes }))
      expect(await collect(books.epochTakes(key, id('bob')))).toEqual(takes.slice(0, 2))
    })

    it('gives balances page by page, as they stand after however many epochs', async () => {
      const [few, many] = [3, 70].map((count) => Array.from({ length: count }, (_, at) => newKey(at + 1)))
      const names = ['a', 'b', 'ba', 'c', 'é', '\u{1f600}', '\uffff']
      for (const keys of [few!, many!]) {
        for (const [at, key] of keys.entries()) {
          const chosen = names.filter((_, name) => (at + name) % 3 === 0 || at === 0)
          const of = (currency: string) =>
            chosen.map((name) => balance(name, { currency, carried: ledgerUnits(BigInt(at)) }))
          await books.write(key, epochLines({ balances: [...of('EUR'), ...(at % 2 === 0 ? of('USD') : [])] }))
        }
        const all = await collect(books.eachBalance(keys))
        const inRows = (await collect(books.balanceRows(keys))).flatMap((rows) =>
          linesOfRows(rows, ['payee', 'currency'], 'balance'),
        )
        expect(inRows).toEqual(all)
        expect(all).toHaveLength(2 * names.length)
        const none = { reserved: ledgerUnits(0n) }
        const listed = all.map((line) => ({ ...line, ...none }))
        for (const limit of [1, 2, 5, 100]) {
          const found: BalanceStanding[] = []
          for (let last: BalanceStanding | undefined; ; last = found.at(-1)) {
            const page = await books.balancePage(keys, {}, { limit, ...(last && { after: last }) })
            found.push(...page)
            if (page.length < limit) break
          }
          expect(found).toEqual(listed)
        }
        const [payee, currency] = [id('ba'), id('USD')] as const
        const filtered = await books.balancePage(keys, { payee, currency }, { limit: 10 })
        expect(filtered).toEqual(listed.filter((line) => line.payee === payee && line.currency === currency))
        const euros = await books.balancePage(keys, { currency: id('EUR') }, { limit: 3, after: all[1]! })
        expect(euros).toEqual(
          listed
            .slice(2)
            .filter((line) => line.currency === 'EUR')
            .slice(0, 3),
        )
      }
      expect(await books.balancePage([], {}, { limit: 5 })).toEqual([])
    })

    it('gives the lines of one payee, or of some versions', async () => {
      const key = newKey(4)
      await books.write(
        key,
        epochLines({
          balances: [balance('a'), balance('b')],
          earnings: [earning('a'), earning('b'), earning('b', { role: 'contributor' })],
          flows: [flow('dataset:d', 1n), flow('model:m', 2n), flow('model:m', 3n, '2')],
        }),
      )
      expect(await collect(books.epochBalances(key, id('b')))).toEqual([balance('b')])
      const roles = (await collect(books.epochEarnings(key, id('b')))).map((line) => line.role)
      expect(roles).toEqual(['contributor', 'holder'])
      const chosen = await collect(books.epochFlows(key, [{ asset: id('model:m'), version: id('2') }]))
      expect(chosen.map((line) => line.direct)).toEqual([3n])
      expect(await collect(books.epochFlows(key, []))).toEqual([])
    })

    it('lists every attempt that has lines of any kind, up to an epoch', async () => {
      const epoch = Math.max(0, ...(await books.attempts()).map((key) => key.epoch)) + 10
      const keys = [newKey(epoch), newKey(epoch), newKey(epoch + 1), newKey(epoch + 2)]
      await books.write(keys[0]!, epochLines({ balances: [balance('a')], flows: [flow('model:m', 1n)] }))
      await books.write(keys[1]!, epochLines({ payouts: [payout('0x1', 1n)] }))
      await books.write(keys[2]!, epochLines({ earnings: [earning('a')] }))
      await books.write(keys[3]!, epochLines({ flows: [flow('model:m', 1n)] }))
      const above = (list: readonly EpochKey[]) => list.filter((key) => key.epoch >= epoch)
      expect(above(await books.attempts(epoch + 1))).toEqual(keys.slice(0, 3))
      expect(above(await books.attempts(epoch + 2))).toEqual(keys)
      expect(above(await books.attempts())).toEqual(keys)
    })

    it('removes all lines of the named attempts and no others, at once and for ever', async () => {
      const [gone, alsoGone, kept] = [newKey(6), newKey(7), newKey(6)]
      const all = epochLines({
        balances: [balance('a', { carried: ledgerUnits(3n) })],
        payouts: [payout('0x1', 1n)],
        earnings: [earning('a')],
        flows: [flow('model:m', 1n)],
      })
      for (const key of [gone, alsoGone, kept]) await books.write(key, all)
      await books.remove([])
      await books.remove([gone, alsoGone])
      await books.remove([gone])
      for (const key of [gone, alsoGone]) {
        expect(await collect(books.epochBalances(key))).toEqual([])
        expect(await collect(books.epochPayouts(key))).toEqual([])
        expect(await collect(books.epochEarnings(key))).toEqual([])
        expect(await collect(books.epochFlows(key))).toEqual([])
      }
      expect(await books.attempts(7)).not.toContainEqual(gone)
      expect(await collect(books.eachBalance([kept]))).toEqual([{ payee: 'a', currency: 'EUR', balance: 3n }])
      expect(await collect(books.epochEarnings(kept))).toHaveLength(1)
      expect(await collect(books.epochFlows(kept))).toHaveLength(1)
    })

    it('moves all lines of the named attempts to the quarantine, and empties that', async () => {
      const { quarantine } = store.usage
      const [stray, kept] = [newKey(21), newKey(21)]
      const all = epochLines({ balances: [balance('a'), balance('b')], flows: [flow('model:m', 1n)] })
      for (const key of [stray, kept]) await books.write(key, all)
      await books.moveAside([])
      await books.moveAside([stray])
      await books.moveAside([stray])
      expect(await collect(books.epochBalances(stray))).toEqual([])
      expect(await collect(books.epochBalances(kept))).toHaveLength(2)
      const of = async (key: EpochKey) =>
        (await quarantine.list()).books.filter(({ attempt }) => attempt === key.attempt)
      expect(await of(stray)).toMatchObject([{ ...stray, lines: 3 }])
      await quarantine.remove({ batches: [], books: await of(stray) })
      expect(await of(stray)).toEqual([])
    })

    it('can be prepared any number of times, and keeps its lines', async () => {
      const key = newKey(8)
      await books.write(key, epochLines({ balances: [balance('a')] }))
      await books.prepare()
      await books.prepare()
      expect(await collect(books.epochBalances(key))).toHaveLength(1)
    })
  })
}

function netOf({ direct, fee, cost }: VersionFlowLine): bigint {
  return direct - fee - cost
}

function newKey(epoch: number): EpochKey {
  return { epoch, attempt: uniqueKey() }
}

function callSum(asset: string, amount: bigint): CallSumLine {
  return withIds<CallSumLine>({ asset, version: '', currency: 'EUR', calls: 3n, amount: ledgerUnits(amount) })
}

function state(kind: StateKind, subject: string, x: bigint): StateLine {
  return withIds<StateLine>({
    ...{
      kind,
      subject,
      currency: kind === 'clause' ? '' : 'EUR',
      object: kind === 'clause' ? '' : '0000000001',
    },
    ...{
      due: kind === 'lot' ? 1n << 50n : 0n,
      x: ledgerUnits(x),
      amount: ledgerUnits(kind === 'lot' ? 9n : 0n),
    },
  })
}

function take(clause: string, amount: bigint, payee = 'ann', to = 'bob'): TakeLine {
  const part = { currency: 'EUR', asset: 'model:m', role: 'holder' as const }
  return withIds<TakeLine>({ clause, payee, to, ...part, amount: ledgerUnits(amount) })
}

function balance(payee: string, rest: Partial<PlainIds<BalanceLine>> = {}): BalanceLine {
  return withIds<BalanceLine>({
    payee,
    currency: 'EUR',
    earned: ledgerUnits(1n),
    late: ledgerUnits(0n),
    paid: ledgerUnits(0n),
    account: '',
    carried: ledgerUnits(0n),
    ...noContracts,
    ...rest,
  })
}

function payout(account: string, cumulative: bigint): PayoutLine {
  return withIds<PayoutLine>({
    chain: 'eip155:1',
    account,
    token: '0x00',
    cumulative: storedAtoms(cumulative),
  })
}

function earning(payee: string, rest: Partial<PlainIds<EarningLine>> = {}): EarningLine {
  return withIds<EarningLine>({
    payee,
    currency: 'EUR',
    asset: 'model:m',
    version: '1',
    role: 'holder',
    amount: ledgerUnits(1n),
    ...rest,
  })
}

function flow(asset: string, direct: bigint, version = '1'): VersionFlowLine {
  return withIds<VersionFlowLine>({
    asset,
    version,
    currency: 'EUR',
    direct: ledgerUnits(direct),
    fee: ledgerUnits(1n),
    cost: ledgerUnits(-1n),
    relativeIn: ledgerUnits(2n),
    absoluteIn: ledgerUnits(3n),
    relativeOut: ledgerUnits(4n),
    absoluteOut: ledgerUnits(5n),
    retained: ledgerUnits(6n),
  })
}
