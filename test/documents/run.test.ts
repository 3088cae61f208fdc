import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { documentsOf } from '../../src/documents/run.ts'
import { statementOf } from './support/statement.ts'

test('the list of a long run has a line for each document, with the hash of its bytes', async () => {
  const count = 20_001
  async function* statements() {
    for (let n = 0; n < count; n++) yield statementOf({ payee: `lab-${n}`, currencies: [] })
  }
  const expected: string[] = ['payee,file,bytes,sha256']
  let list = ''
  for await (const { path, bytes, payee } of documentsOf(statements(), 'json')) {
    if (payee === undefined) list = bytes.toString()
    else expected.push(`${payee},${path},${bytes.length},${createHash('sha256').update(bytes).digest('hex')}`)
  }
  expect(expected).toHaveLength(count + 1)
  expect(list === `${expected.join('\r\n')}\r\n`).toBe(true)
})
