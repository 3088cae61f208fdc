import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byChainAccountAndToken } from '../../src/books/digests.ts'
import type { PayoutLine } from '../../src/books/port.ts'
import { LeafTable } from '../../src/books/tables/leafTable.ts'
import { OrderedLeaves } from '../../src/books/tables/orderedLeaves.ts'
import { PayeeTable } from '../../src/books/tables/payeeTable.ts'
import { ByteKeys } from '../../src/columns/byteKeys.ts'
import { sortByBytes } from '../../src/columns/sortByBytes.ts'
import { UnitSums } from '../../src/columns/unitSums.ts'
import type { ChainId } from '../../src/events/account.ts'
import type { CurrencyCode, PayeeId } from '../../src/events/ids.ts'
import { encodedChunks } from '../../src/merkle/encodedLeaf.ts'
import { storedAtoms } from '../../src/money/ledgerUnits.ts'
import { withIds } from '../support/id.ts'
import { runs } from '../support/properties.ts'

/** Few different bytes, so that strings share beginnings and many are equal. */
const byteString = fc
  .array(fc.constantFrom(0, 1, 127, 128, 255), { maxLength: 6 })
  .map((bytes) => Buffer.from(bytes))

describe('the columns of a close', () => {
  it('number byte strings as a map does, whatever the seed', () => {
    fc.assert(
      fc.property(fc.array(byteString), fc.nat(2 ** 32 - 1), (strings, seed) => {
        const keys = new ByteKeys(seed)
        const numbers = new Map<string, number>()
        for (const bytes of strings) {
          const name = bytes.toString('hex')
          if (!numbers.has(name)) numbers.set(name, numbers.size)
          expect(keys.add(bytes, bytes.length)).toBe(numbers.get(name))
        }
        expect(keys.size).toBe(numbers.size)
        for (const [name, number] of numbers)
          expect(keys.text(number, 'hex', 0, keys.length(number))).toBe(name)
      }),
      runs(1_000, 250),
    )
  })

  it('find every one of many keys after the tables grew', () => {
    const keys = new ByteKeys(7)
    const count = 50_000
    for (let at = 0; at < count; at++) expect(keys.add(Buffer.from(`key ${at}`), `key ${at}`.length)).toBe(at)
    for (let at = 0; at < count; at += 97)
      expect(keys.add(Buffer.from(`key ${at}`), `key ${at}`.length)).toBe(at)
    expect(keys.text(count - 1, 'utf8', 0, keys.length(count - 1))).toBe(`key ${count - 1}`)
    keys.release()
    expect(keys.find(Buffer.from('key 1'), 5)).toBe(-1)
    expect(keys.add(Buffer.from('key 1'), 5)).toBe(0)
  })

  it('sort by bytes as Buffer.compare does', () => {
    fc.assert(
      fc.property(fc.array(byteString, { maxLength: 200 }), (strings) => {
        const order = Uint32Array.from(strings.keys())
        sortByBytes(order, (number, depth) => strings[number]![depth] ?? -1)
        const sorted = [...strings].sort(Buffer.compare)
        expect(Array.from(order, (number) => strings[number]!.toString('hex'))).toEqual(
          sorted.map((bytes) => bytes.toString('hex')),
        )
        expect(new Set(order).size).toBe(strings.length)
      }),
      runs('cheap'),
    )
  })

  it('sort payees by their UTF-8 bytes, then by currency, in whatever order they come', () => {
    const payee = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\uffee', '\u{10000}'), minLength: 1, maxLength: 4 }),
      fc.string({ minLength: 1, maxLength: 3 }).filter((text) => !text.includes('\0')),
    )
    fc.assert(
      fc.property(
        fc.array(fc.record({ payee, currency: fc.constantFrom('USDC', 'EUR', 'EURC') }), { maxLength: 80 }),
        (lines) => {
          const table = new PayeeTable()
          for (const line of lines) table.numberOf(line.payee as PayeeId, line.currency as CurrencyCode)
          const bytes = new Map(lines.map((line) => [JSON.stringify([line.payee, line.currency]), line]))
          const sorted = [...bytes.values()].sort(
            (a, b) =>
              Buffer.compare(Buffer.from(a.payee), Buffer.from(b.payee)) ||
              (a.currency < b.currency ? -1 : 1),
          )
          const found = Array.from(table.sorted(), (number) => ({
            payee: table.payee(number),
            currency: table.currency(number),
          }))
          expect(found).toEqual(sorted)
        },
      ),
      runs(1_000, 250),
    )
  })

  it('write no leaf for its tree whose amount a uint256 does not hold', () => {
    const account = withIds<Omit<PayoutLine, 'cumulative'>>({
      chain: 'eip155:1',
      account: `0x${'a'.repeat(40)}`,
      token: `0x${'c'.repeat(40)}`,
    })
    for (const amount of [1n << 256n, -1n, -(1n << 130n)]) {
      const table = new LeafTable()
      table.grow(table.numberOf(account), storedAtoms(amount))
      expect(() => [...table.encoded([0], account)]).toThrow('fits')
    }
  })

  it('sort leaves by chain, account and token, and give them back, also as their trees hash them', () => {
    const hex = (digit: string) => `0x${digit.repeat(40)}`
    const line = fc.record({
      chain: fc.constantFrom('eip155:8453', 'eip155:1', 'eip155:10'),
      account: fc.constantFrom(...'0a1bf'.split('').map(hex)),
      token: fc.constantFrom(...'c2d'.split('').map(hex)),
      cumulative: fc.oneof(
        fc.bigInt({ min: 1n, max: 1n << 70n }),
        fc.bigInt({ min: 1n, max: (1n << 249n) - 1n }),
      ),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (given) => {
        const table = new LeafTable()
        const sums = new Map<string, PayoutLine>()
        for (const each of given) {
          const leaf = withIds<PayoutLine>({ ...each, cumulative: storedAtoms(each.cumulative) })
          table.grow(table.numberOf(leaf), leaf.cumulative)
          const name = JSON.stringify([leaf.chain, leaf.account, leaf.token])
          const before = sums.get(name)?.cumulative ?? 0n
          sums.set(name, { ...leaf, cumulative: storedAtoms(before + leaf.cumulative) })
        }
        const sorted = [...sums.values()].sort(byChainAccountAndToken)
        expect(Array.from(table.sorted(), (number) => table.leaf(number))).toEqual(sorted)
        const leaves = new OrderedLeaves(table, () => table.sorted())
        expect([...leaves]).toEqual(sorted)
        expect(leaves.total()).toBe(sorted.reduce((sum, { cumulative }) => sum + cumulative, 0n))
        for (const leaf of sorted) expect(leaves.cumulativeOf(leaf)).toBe(leaf.cumulative)
        const unpaid = withIds<Omit<PayoutLine, 'cumulative'>>({
          chain: 'eip155:2',
          account: hex('9'),
          token: hex('9'),
        })
        expect(leaves.cumulativeOf(unpaid)).toBeUndefined()
        for (const chain of ['eip155:1', 'eip155:8453', 'eip155:2'] as ChainId[]) {
          const ofChain = sorted.filter((leaf) => leaf.chain === chain)
          expect(leaves.has(chain)).toBe(ofChain.length > 0)
          expect([...leaves.encoded({ chain })]).toEqual([...encodedChunks(ofChain)])
        }
      }),
      runs(1_000, 250),
    )
  })

  it('add up exactly, of any sign, below and above 64 and 128 bits', () => {
    const size = fc.oneof(
      fc.constantFrom(...[0n, 63n, 64n, 127n, 128n, 255n].flatMap((bits) => [(1n << bits) - 1n, 1n << bits])),
      fc.bigInt({ min: 0n, max: 1n << 200n }),
    )
    const amount = fc.tuple(size, fc.boolean()).map(([units, negative]) => (negative ? -units : units))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3_000), amount, fc.boolean())), (steps) => {
        const sums = new UnitSums()
        const expected = new Map<number, bigint>()
        for (const [row, value, replace] of steps) {
          if (replace) sums.set(row, value)
          else sums.add(row, value)
          expected.set(row, replace ? value : (expected.get(row) ?? 0n) + value)
        }
        for (const [row, sum] of expected) expect(sums.get(row)).toBe(sum)
        expect(sums.get(9_999)).toBe(0n)
      }),
      runs('cheap'),
    )
  })
})
