import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accountsInOrder, placesInOrder } from '../../src/registrystore/idOrder.ts'
import { runs } from '../support/properties.ts'

it('gives each place once, whatever the ids are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (ids) => {
      expect([...placesInOrder(ids)].sort((one, other) => one - other)).toEqual([...ids.keys()])
    }),
    runs('cheap'),
  )
})

it('puts ids into the order of their text where four characters behind what all share tell them apart', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.uniqueArray(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 4 })),
      (shared, ends) => {
        const ids = ends.map((end) => `${shared}${end}`)
        expect([...placesInOrder(ids)].map((place) => ids[place])).toEqual(
          ids.toSorted((a, b) => (a < b ? -1 : 1)),
        )
      },
    ),
    runs('cheap'),
  )
})

it('gives each account once, those of a part beside each other and in the order of their first bits', () => {
  const account = fc.nat(2 ** 30 - 1).map((bits) => bits * 2 ** 18)
  fc.assert(
    fc.property(fc.nat(1_000), fc.array(fc.tuple(fc.nat(1), account)), (first, list) => {
      const parts = list.map(([part]) => first + part)
      const places = [
        ...accountsInOrder(
          parts,
          list.map(([, key]) => key),
        ),
      ]
      const expected = [...list.keys()].sort(
        (one, other) =>
          (parts[one]! % 2) - (parts[other]! % 2) || list[one]![1] - list[other]![1] || one - other,
      )
      expect(places).toEqual(expected)
    }),
    runs('cheap'),
  )
})
