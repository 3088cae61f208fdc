import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placesInOrder } from '../../src/registrystore/idOrder.ts'
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
