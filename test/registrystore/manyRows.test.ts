import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { ManyRows } from '../../src/registrystore/manyRows.ts'

it('leaves nothing of a transaction in which a row of many could not be inserted', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE kept (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT')
  const insert = (numbers: readonly number[]) => {
    const rows = new ManyRows(database, 'kept', 2)
    database.exec('BEGIN')
    for (const number of numbers) rows.add([number, `text ${number % 20}`])
    rows.end()
    database.exec('COMMIT')
  }
  insert([1, 2, 3])
  expect(() => insert([4, 5, 6, 7, 8, 9, 10, 23, 11, 12])).toThrow('UNIQUE')
  expect(database.isTransaction).toBe(true)
  database.exec('ROLLBACK')
  expect(database.prepare('SELECT number FROM kept').all()).toEqual([1, 2, 3].map((number) => ({ number })))
  insert([4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(database.prepare('SELECT count(*) AS count FROM kept').get()).toEqual({ count: 12 })
})
